package io.djong.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Makes what the JDK speaks TLS by. */
final class TlsContexts {
    /** Where distributions keep the certificates that the machine's owner trusts. */
    private static final List<Path> BUNDLES =
            List.of(Path.of("/etc/ssl/certs/ca-certificates.crt"), Path.of("/etc/pki/tls/certs/ca-bundle.crt"));

    private TlsContexts() {}

    /** @throws IOException that names the file which is missing or not what it should be */
    static SSLContext of(Tls tls) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            TrustManager[] trusted =
                    tls.unverified() ? new TrustManager[] {new TrustAnyone()} : trusted(tls.authorities());
            context.init(keys(tls.identities()), trusted, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot set up TLS: " + e.getMessage(), e);
        }
    }

    private static TrustManager[] trusted(List<Path> files) throws IOException, GeneralSecurityException {
        List<X509Certificate> all = new ArrayList<>(system());
        for (Path file : files) {
            all.addAll(Pem.certificates(file));
        }
        KeyStore store = empty();
        for (int i = 0; i < all.size(); i++) {
            store.setCertificateEntry("ca-" + i, all.get(i));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    /** The machine's own; the JDK's where it has none. */
    private static List<X509Certificate> system() throws IOException, GeneralSecurityException {
        Optional<Path> bundle = BUNDLES.stream().filter(Files::isReadable).findFirst();
        if (bundle.isPresent()) {
            return Pem.certificates(bundle.get());
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        List<X509Certificate> all = new ArrayList<>();
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager trusting) {
                all.addAll(List.of(trusting.getAcceptedIssuers()));
            }
        }
        return all;
    }

    private static KeyManager[] keys(List<Tls.Identity> identities) throws IOException, GeneralSecurityException {
        KeyStore store = empty();
        for (int i = 0; i < identities.size(); i++) {
            Tls.Identity identity = identities.get(i);
            X509Certificate[] chain = Pem.certificates(identity.certificate()).toArray(X509Certificate[]::new);
            store.setKeyEntry("client-" + i, Pem.key(identity.key()), new char[0], chain);
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return factory.getKeyManagers();
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
