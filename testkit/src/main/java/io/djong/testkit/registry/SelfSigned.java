package io.djong.testkit.registry;

import io.djong.testkit.process.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A TLS identity that nobody has reason to trust, made by the JDK's keytool. */
final class SelfSigned {
    private static final String PASSWORD = "changeit";

    private SelfSigned() {}

    static SSLContext context(Path directory) {
        Path store = directory.resolve("tls.p12");
        String keytool = Path.of(String.valueOf(System.getProperty("java.home")), "bin", "keytool")
                .toString();
        Command.of(keytool, "-genkeypair", "-alias", "registry", "-keyalg", "EC", "-dname", "CN=registry.example")
                .and("-keystore", store.toString(), "-storepass", PASSWORD, "-storetype", "PKCS12")
                .run()
                .ok();
        try {
            KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError("cannot make a TLS identity", e);
        }
    }
}
