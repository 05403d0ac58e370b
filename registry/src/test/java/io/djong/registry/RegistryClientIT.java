package io.djong.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.djong.model.Digest;
import io.djong.model.Reference;
import io.djong.model.error.EngineException;
import io.djong.model.error.Internal;
import io.djong.model.error.NotFound;
import io.djong.model.image.Manifest;
import io.djong.testkit.image.OciLayout;
import io.djong.testkit.process.Command;
import io.djong.testkit.registry.FakeRegistry;
import io.djong.testkit.registry.Registry;
import io.djong.testkit.registry.SampleImage;
import java.io.IOException;
import java.io.InputStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against Debian's registry, filled by skopeo, and against TLS. */
class RegistryClientIT {
    @TempDir
    Path directory;

    private Registry registry;
    private OciLayout.Image image;
    private Path layer;
    private RegistryClient client;

    @BeforeAll
    static void requirePrograms() {
        Registry.require();
    }

    @BeforeEach
    void fill() throws IOException {
        layer = directory.resolve("layer.tar");
        Path tree = Files.createDirectories(directory.resolve("tree"));
        Files.writeString(tree.resolve("file"), "content".repeat(50_000));
        Command.of("tar", "--create", "--file", layer.toString(), "--directory", tree.toString(), ".")
                .run()
                .ok();
        OciLayout layout = new OciLayout(directory.resolve("layout"));
        image = layout.add("1.0", "\"Cmd\":[\"true\"]", List.of(layer));
        registry = Registry.start(directory);
        String _ = registry.push(layout.directory(), "1.0", "team/app");
        client = new RegistryClient(RegistrySettings.defaults(), InstantSource.system());
    }

    @AfterEach
    void close() {
        client.close();
        registry.close();
    }

    private Reference reference(String rest) {
        return Reference.parse(registry.host() + "/" + rest);
    }

    @Test
    void aTagLeadsToTheLayersBytes() throws IOException {
        Repository repository = client.repository(reference("team/app:1.0"), Credentials.ANONYMOUS);
        ManifestContent content = repository.manifest(reference("team/app:1.0"));
        assertEquals(image.manifest(), content.descriptor().digest().toString());
        assertEquals(
                content.descriptor().digest(),
                repository.head(reference("team/app:1.0")).orElseThrow().digest());
        Manifest manifest = content.manifest();
        assertEquals(
                image.config(),
                Digest.sha256(repository.blob(manifest.config())).toString());
        byte[] whole;
        try (InputStream in = repository.open(manifest.layers().getFirst(), 0, DownloadWatcher.NOBODY)) {
            whole = in.readAllBytes();
        }
        assertEquals(image.layers().getFirst(), Digest.sha256(whole).toString());
        try (InputStream in = repository.open(manifest.layers().getFirst(), 100, DownloadWatcher.NOBODY)) {
            assertArrayEquals(java.util.Arrays.copyOfRange(whole, 100, whole.length), in.readAllBytes());
        }
    }

    @Test
    void whatIsNotThereIsToldInDockersWords() {
        Reference tag = reference("team/app:2.0");
        Repository repository = client.repository(tag, Credentials.ANONYMOUS);
        assertEquals(
                "manifest for " + tag.familiar() + " not found: manifest unknown: manifest unknown",
                assertThrows(NotFound.class, () -> repository.manifest(tag)).message());
        Reference other = reference("team/none:1.0");
        Repository missing = client.repository(other, Credentials.ANONYMOUS);
        assertThrows(NotFound.class, () -> missing.manifest(other));
    }

    @Test
    void anEditedConfigIsRefused() {
        registry.edit(image.config(), bytes -> {
            bytes[bytes.length / 2] ^= 1;
            return bytes;
        });
        Repository repository = client.repository(reference("team/app:1.0"), Credentials.ANONYMOUS);
        Manifest manifest = repository.manifest(reference("team/app:1.0")).manifest();
        assertThrows(EngineException.class, () -> repository.blob(manifest.config()));
    }

    @Test
    void loopbackMaySpeakTlsWithAnyCertificate() throws IOException {
        try (FakeRegistry secure = FakeRegistry.startTls(directory)) {
            SampleImage sample = SampleImage.publish(secure, "x", "1", List.of());
            Reference local = Reference.parse(secure.authority() + "/x:1");
            assertEquals(
                    sample.manifest(),
                    client.repository(local, Credentials.ANONYMOUS)
                            .manifest(local)
                            .descriptor()
                            .digest()
                            .toString());
        }
    }

    @Test
    void otherHostsNeedACertificateThatHoldsUnlessTheyAreNamedAsInsecure() throws IOException {
        String address = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(a -> a instanceof Inet4Address && !a.isLoopbackAddress())
                .map(InetAddress::getHostAddress)
                .findFirst()
                .orElse("");
        assumeTrue(!address.isEmpty(), "this machine has no address but loopback");
        RegistrySettings trusting = new RegistrySettings(
                List.of(), List.of(address + "/32"), RegistrySettings.Patience.DEFAULT, "djong-test");
        try (FakeRegistry secure = FakeRegistry.startTls(directory);
                RegistryClient insecure = new RegistryClient(trusting, InstantSource.system())) {
            SampleImage sample = SampleImage.publish(secure, "x", "1", List.of());
            Reference remote = Reference.parse(address + ":" + secure.port() + "/x:1");
            Repository checked = client.repository(remote, Credentials.ANONYMOUS);
            Internal error = assertThrows(Internal.class, () -> checked.manifest(remote));
            assertTrue(error.message().contains("tls: failed to verify certificate: x509"), error.message());
            Repository unchecked = insecure.repository(remote, Credentials.ANONYMOUS);
            assertEquals(
                    sample.manifest(),
                    unchecked.manifest(remote).descriptor().digest().toString());
        }
    }
}
