package io.djong.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.testkit.process.Command;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class FileAndTlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @TempDir
    Path directory;

    private Path file(byte[] content) throws IOException {
        return Files.write(directory.resolve("file"), content);
    }

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(5).nextBytes(bytes);
        return bytes;
    }

    private static Handler sending(Path file, long position, long length) {
        return (_, response) -> {
            try (FileChannel channel = FileChannel.open(file)) {
                response.send(channel, position, length);
            }
        };
    }

    @Test
    void aPieceOfAFileIsSent() throws Exception {
        byte[] content = noise(10 << 20);
        Path file = file(content);
        try (Server server =
                new Server(List.of(new ListenAddress.Tcp(ANY)), Limits.DEFAULT, sending(file, 7, content.length - 9))) {
            server.start();
            try (RawClient client = RawClient.connect(server.bound().getFirst())) {
                client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\nHEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
                assertTrue(client.readThrough("\r\n\r\n").contains("Content-Length: " + (content.length - 9)));
                byte[] body = client.read(content.length - 9).getBytes(StandardCharsets.ISO_8859_1);
                assertArrayEquals(Arrays.copyOfRange(content, 7, content.length - 2), body);
                assertTrue(client.readAll().endsWith("\r\n\r\n"), "a body was sent for HEAD");
            }
        }
    }

    @Test
    void aFileThatIsTooShortCutsTheConnection() throws Exception {
        Path file = file(noise(100));
        try (Server server = new Server(List.of(new ListenAddress.Tcp(ANY)), Limits.DEFAULT, sending(file, 0, 200))) {
            server.start();
            try (RawClient client = RawClient.connect(server.bound().getFirst())) {
                client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
                client.readThrough("\r\n\r\n");
                assertEquals(100, client.readAll().length());
            }
        }
    }

    @Test
    void aClientThatIsSilentInTheMidstOfARequestIsCutOff() throws Exception {
        Limits impatient = Limits.DEFAULT.withStall(Duration.ofMillis(200));
        try (Server server = new Server(List.of(new ListenAddress.Tcp(ANY)), impatient, (request, response) -> {
            byte[] _ = request.body().readAllBytes();
            response.status(200);
        })) {
            server.start();
            try (RawClient client = RawClient.connect(server.bound().getFirst())) {
                client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nfive.");
                assertEquals("", client.readAll());
            }
        }
    }

    @Test
    void aClientThatDoesNotReadIsCutOff() throws Exception {
        Limits impatient = Limits.DEFAULT.withStall(Duration.ofMillis(200));
        Path file = file(noise(40 << 20));
        CountDownLatch cut = new CountDownLatch(1);
        Handler sending = sending(file, 0, 40 << 20);
        try (Server server = new Server(List.of(new ListenAddress.Tcp(ANY)), impatient, (request, response) -> {
            try {
                sending.handle(request, response);
            } catch (IOException e) {
                cut.countDown();
                throw e;
            }
        })) {
            server.start();
            try (RawClient client = RawClient.connect(server.bound().getFirst())) {
                client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
                assertTrue(cut.await(20, TimeUnit.SECONDS), "the server waits for ever");
            }
        }
    }

    /** A certificate for localhost, made by the JDK's keytool, and its key. */
    private KeyStore identity(String algorithm) throws Exception {
        Path store = directory.resolve(algorithm + ".p12");
        String keytool = Path.of(String.valueOf(System.getProperty("java.home")), "bin", "keytool")
                .toString();
        Command.of(keytool, "-genkeypair", "-alias", "server", "-keyalg", algorithm, "-dname", "CN=localhost")
                .and("-ext", "san=dns:localhost", "-keystore", store.toString(), "-storepass", new String(PASSWORD))
                .run()
                .ok();
        return KeyStore.getInstance(store.toFile(), PASSWORD);
    }

    private Path pem(String name, String kind, byte[] der) throws IOException {
        return Files.writeString(
                directory.resolve(name),
                "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + kind
                        + "-----\n");
    }

    private static void get(Server server, KeyStore trusted, byte[] expected) throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        InetSocketAddress address = (InetSocketAddress) server.bound().getFirst();
        try (SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(address.getAddress(), address.getPort())) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            StringBuilder head = new StringBuilder();
            while (!head.toString().endsWith("\r\n\r\n")) {
                head.append((char) in.read());
            }
            assertArrayEquals(expected, in.readNBytes(expected.length));
        }
    }

    @Test
    void aSecuredConnectionIsServed() throws Exception {
        byte[] content = noise(1 << 20);
        for (String algorithm : List.of("RSA", "EC")) {
            KeyStore store = identity(algorithm);
            Certificate certificate = store.getCertificate("server");
            PrivateKey key = (PrivateKey) store.getKey("server", PASSWORD);
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("server", certificate);
            SSLContext context = ServerIdentity.load(
                    pem("cert.pem", "CERTIFICATE", certificate.getEncoded()),
                    pem("key.pem", "PRIVATE KEY", key.getEncoded()));
            try (Server server = new Server(
                    List.of(new ListenAddress.Tls(ANY, context)),
                    Limits.DEFAULT,
                    sending(file(content), 0, content.length))) {
                server.start();
                get(server, trusted, content);
            }
        }
    }

    /** The older form of an RSA key is what is inside of the newer. */
    @Test
    void anOlderFormOfAKeyWillDo() throws Exception {
        KeyStore store = identity("RSA");
        byte[] key = ((PrivateKey) store.getKey("server", PASSWORD)).getEncoded();
        Path certificate =
                pem("cert.pem", "CERTIFICATE", store.getCertificate("server").getEncoded());
        ServerIdentity.load(certificate, pem("key.pem", "RSA PRIVATE KEY", Arrays.copyOfRange(key, 26, key.length)));
    }

    @Test
    void filesThatAreNoneAreNamed() throws Exception {
        KeyStore store = identity("EC");
        Path certificate =
                pem("cert.pem", "CERTIFICATE", store.getCertificate("server").getEncoded());
        Path wrong = Files.writeString(directory.resolve("wrong.pem"), "nothing");
        for (IOException e : List.of(
                assertThrows(IOException.class, () -> ServerIdentity.load(wrong, certificate)),
                assertThrows(IOException.class, () -> ServerIdentity.load(certificate, wrong)),
                assertThrows(
                        IOException.class,
                        () -> ServerIdentity.load(certificate, pem("k.pem", "EC PRIVATE KEY", new byte[] {48, 0}))))) {
            assertTrue(String.valueOf(e.getMessage()).contains(".pem"), e.getMessage());
        }
    }
}
