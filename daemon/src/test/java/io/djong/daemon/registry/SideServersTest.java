package io.djong.daemon.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.djong.daemon.config.ServeArguments;
import io.djong.distribution.RegistryServer;
import io.djong.testkit.registry.SelfSigned;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SideServersTest {
    /** {@code ann}, whose password is {@code secret}. */
    private static final String USERS = "ann:$2y$05$5xI/Syhb2p7z1wR/PHWwR.3cqQXrHi2I6BXT3HoMWVW8Akmg8MnAC\n";

    @TempDir
    Path directory;

    @Test
    void aRegistryWithinTheDaemonAsksForAPasswordAndSpeaksTls() throws IOException {
        SSLContext tls = SelfSigned.context(directory);
        Files.writeString(directory.resolve("users"), USERS);
        ServeArguments arguments = ServeArguments.parse(List.of(
                "--addr=127.0.0.1:0",
                "--root=" + directory.resolve("registry"),
                "--access-log=off",
                "--htpasswd=" + directory.resolve("users"),
                "--tls-cert=" + directory.resolve("tls.crt"),
                "--tls-key=" + directory.resolve("tls.key")));
        try (RegistryServer server = SideServers.registry(arguments, Clock.systemUTC())) {
            int port = ((InetSocketAddress) server.bound().getFirst()).getPort();
            assertEquals("HTTP/1.1 401", ask(tls, port, ""));
            String proof = Base64.getEncoder().encodeToString("ann:secret".getBytes(StandardCharsets.UTF_8));
            assertEquals("HTTP/1.1 200", ask(tls, port, "Authorization: Basic " + proof + "\r\n"));
        }
    }

    private static String ask(SSLContext tls, int port, String header) throws IOException {
        try (Socket socket = tls.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
            String request = "GET /v2/ HTTP/1.1\r\nHost: x\r\n" + header + "\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes("HTTP/1.1 200".length()), StandardCharsets.US_ASCII);
        }
    }
}
