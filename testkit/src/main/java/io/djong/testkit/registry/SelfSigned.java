package io.djong.testkit.registry;

import io.djong.testkit.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A TLS identity that nobody has reason to trust, made by the JDK's keytool. */
public final class SelfSigned {
    private static final String PASSWORD = "changeit";

    private SelfSigned() {}

    /**
     * The identity of {@code registry.example}, which shows itself to those who trust it, and trusts itself alone.
     *
     * @param directory gets the certificate, {@code tls.crt}, and its key, {@code tls.key}
     */
    public static SSLContext context(Path directory) {
        Path store = directory.resolve("tls.p12");
        String keytool = Path.of(String.valueOf(System.getProperty("java.home")), "bin", "keytool")
                .toString();
        Command.of(keytool, "-genkeypair", "-alias", "registry", "-keyalg", "EC", "-dname", "CN=registry.example")
                .and("-ext", "san=dns:registry.example")
                .and("-keystore", store.toString(), "-storepass", PASSWORD, "-storetype", "PKCS12")
                .run()
                .ok();
        try {
            KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            KeyStore self = KeyStore.getInstance("PKCS12");
            self.load(null, null);
            self.setCertificateEntry("self", keys.getCertificate("registry"));
            trusted.init(self);
            context.init(managers.getKeyManagers(), trusted.getTrustManagers(), null);
            write(
                    directory.resolve("tls.crt"),
                    "CERTIFICATE",
                    keys.getCertificate("registry").getEncoded());
            Key key = keys.getKey("registry", PASSWORD.toCharArray());
            write(directory.resolve("tls.key"), "PRIVATE KEY", key.getEncoded());
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError("cannot make a TLS identity", e);
        }
    }

    private static void write(Path file, String label, byte[] content) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        Files.writeString(file, "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n");
    }
}
