package io.djong.log.driver;

import io.djong.testkit.process.Command;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A TLS server by an identity of its own, whose certificate and key are in files. */
final class TlsServer {
    private static final String PASSWORD = "changeit";

    private final Path directory;
    private final SSLContext context;
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

    private TlsServer(Path directory, SSLContext context) {
        this.directory = directory;
        this.context = context;
    }

    static TlsServer make(Path directory) throws IOException, GeneralSecurityException {
        Path store = directory.resolve("tls.p12");
        String keytool = Path.of(String.valueOf(System.getProperty("java.home")), "bin", "keytool")
                .toString();
        Command.of(keytool, "-genkeypair", "-alias", "log", "-keyalg", "RSA", "-dname", "CN=localhost")
                .and("-ext", "san=dns:localhost", "-keystore", store.toString())
                .and("-storepass", PASSWORD, "-storetype", "PKCS12")
                .run()
                .ok();
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        pem(
                directory.resolve("cert.pem"),
                "CERTIFICATE",
                keys.getCertificate("log").getEncoded());
        pem(
                directory.resolve("key.pem"),
                "PRIVATE KEY",
                keys.getKey("log", PASSWORD.toCharArray()).getEncoded());
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return new TlsServer(directory, context);
    }

    private static void pem(Path file, String kind, byte[] der) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        Files.writeString(file, "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
    }

    Path certificate() {
        return directory.resolve("cert.pem");
    }

    Path key() {
        return directory.resolve("key.pem");
    }

    ServerSocket listen() throws IOException {
        return context.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getByName("localhost"));
    }

    /** Reads what so many clients send, and keeps what those sent whom the handshake let in. */
    void answer(ServerSocket server, int clients) {
        for (int i = 0; i < clients; i++) {
            try (Socket socket = server.accept()) {
                received.add(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                // a client that did not trust this server
            }
        }
    }

    String nextReceived() throws InterruptedException {
        return String.valueOf(received.poll(30, TimeUnit.SECONDS));
    }
}
