package io.djong.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.model.Reference;
import io.djong.model.error.EngineException;
import io.djong.model.error.InvalidArgument;
import io.djong.registry.RegistryFailure.Kind;
import io.djong.registry.RegistrySettings.Patience;
import io.djong.testkit.registry.FakeProxy;
import io.djong.testkit.registry.FakeRegistry;
import io.djong.testkit.registry.Ports;
import io.djong.testkit.registry.SampleImage;
import io.djong.testkit.registry.SampleImage.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Certificates and proxies: {@code registry.example} exists only behind the proxy. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ConnectionTest {
    private static final Patience SHORT = new Patience(
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            1,
            Duration.ofMillis(1),
            Duration.ofMillis(2));

    @TempDir
    Path directory;

    private Path host;
    private Path made;

    @BeforeEach
    void makeDirectories() throws IOException {
        host = Files.createDirectories(directory.resolve("certs.d/registry.example"));
        made = Files.createDirectories(directory.resolve("made"));
    }

    private SampleImage publish(FakeRegistry registry) {
        return SampleImage.publish(registry, "app", "1", List.of(Layer.plain(new byte[512])));
    }

    private String pull(String proxy, String name) {
        RegistrySettings settings = new RegistrySettings(List.of(), List.of(), SHORT, "djong-test")
                .withHostDirectories(List.of(directory.resolve("certs.d")))
                .withProxies(new ProxySettings(proxy, proxy, ""));
        try (RegistryClient client = new RegistryClient(settings, InstantSource.system())) {
            Reference reference = Reference.parse(name);
            Repository repository = client.repository(reference, Credentials.ANONYMOUS);
            return repository.manifest(reference).descriptor().digest().toString();
        }
    }

    private RegistryFailure failureOf(String proxy, String name) {
        EngineException error = assertThrows(EngineException.class, () -> pull(proxy, name));
        return assertInstanceOf(RegistryFailure.class, error.getCause());
    }

    @Test
    void aCertificateIsTrustedWhereItsHostsDirectorySaysSo() throws IOException {
        try (FakeRegistry registry = FakeRegistry.startTls(made);
                FakeProxy proxy = FakeProxy.to(registry.port())) {
            SampleImage image = publish(registry);
            RegistryFailure failure = failureOf("http://" + proxy.authority(), "registry.example/app:1");
            assertEquals(Kind.TLS, failure.kind(), failure::getMessage);
            assertTrue(String.valueOf(failure.getMessage()).contains("x509"), failure::getMessage);
            Files.copy(made.resolve("tls.crt"), host.resolve("ca.crt"));
            assertEquals(image.manifest(), pull("http://" + proxy.authority(), "registry.example/app:1"));
            assertTrue(proxy.requests().contains("CONNECT registry.example:443 HTTP/1.1"), proxy.requests()::toString);
        }
    }

    @Test
    void aClientShowsItsCertificateWhereItsHostsDirectoryHasOne() throws IOException {
        try (FakeRegistry registry = FakeRegistry.startMutualTls(made);
                FakeProxy proxy = FakeProxy.to(registry.port())) {
            SampleImage image = publish(registry);
            Files.copy(made.resolve("tls.crt"), host.resolve("ca.crt"));
            RegistryFailure failure = failureOf("http://" + proxy.authority(), "registry.example/app:1");
            assertTrue(failure.kind() == Kind.TLS || failure.kind() == Kind.BROKEN, failure::getMessage);
            Files.copy(made.resolve("tls.crt"), host.resolve("client.cert"));
            Files.copy(made.resolve("tls.key"), host.resolve("client.key"));
            assertEquals(image.manifest(), pull("http://" + proxy.authority(), "registry.example/app:1"));
        }
    }

    @Test
    void aCertificateWithoutItsKeyIsRefused() throws IOException {
        Files.writeString(host.resolve("client.cert"), "");
        InvalidArgument error = assertThrows(InvalidArgument.class, () -> pull("", "registry.example/app:1"));
        assertEquals(
                "missing key client.key for client certificate client.cert. CA certificates must use the extension .crt",
                error.message());
    }

    @Test
    void hostsFilesLeadToMirrors() throws IOException {
        try (FakeRegistry mirror = FakeRegistry.start()) {
            SampleImage image = publish(mirror);
            Files.writeString(host.resolve("hosts.toml"), "[host.\"" + mirror.base() + "\"]\n");
            assertEquals(image.manifest(), pull("", "registry.example/app:1"));
        }
    }

    @Test
    void hostsFilesSayWherePushesGo() throws IOException {
        RegistrySettings settings =
                RegistrySettings.defaults().withHostDirectories(List.of(directory.resolve("certs.d")));
        try (RegistryClient client = new RegistryClient(settings, InstantSource.system())) {
            assertEquals(
                    "https://registry.example",
                    client.pushed("registry.example").getFirst().name());
            Files.writeString(host.resolve("hosts.toml"), """
                    [host."https://mirror.example"]
                    [host."https://upstream.example"]
                    capabilities = ["push", "pull"]
                    """);
            assertEquals(
                    List.of("https://upstream.example"),
                    client.pushed("registry.example").stream()
                            .map(Endpoint::name)
                            .toList());
        }
    }

    @Test
    void aProxyIsShownItsPassword() throws IOException {
        try (FakeRegistry registry = FakeRegistry.startTls(made);
                FakeProxy proxy = FakeProxy.to(registry.port())) {
            SampleImage image = publish(registry);
            Files.copy(made.resolve("tls.crt"), host.resolve("ca.crt"));
            proxy.require("ada:lovelace");
            RegistryFailure failure = failureOf("http://" + proxy.authority(), "registry.example/app:1");
            assertEquals(Kind.PROXY, failure.kind(), failure::getMessage);
            String known = "http://ada:lovelace@" + proxy.authority();
            assertEquals(image.manifest(), pull(known, "registry.example/app:1"));
            assertTrue(registry.requests().size() > 1);
        }
    }

    @Test
    void aProxyThatRefusesIsToldApart() throws IOException {
        try (FakeProxy proxy = FakeProxy.to(Ports.free())) {
            proxy.refuse(403);
            RegistryFailure failure = failureOf("http://" + proxy.authority(), "registry.example/app:1");
            assertEquals(Kind.PROXY, failure.kind(), failure::getMessage);
            assertTrue(String.valueOf(failure.getMessage()).contains("403"), failure::getMessage);
        }
    }

    @Test
    void aProxyThatIsNotThereIsToldApart() {
        String proxy = "127.0.0.1:" + Ports.free();
        RegistryFailure failure = failureOf("http://" + proxy, "registry.example/app:1");
        assertEquals(Kind.PROXY, failure.kind());
        assertEquals(
                "Get \"https://registry.example/v2/\": proxyconnect tcp: dial tcp " + proxy
                        + ": connect: connection refused",
                failure.getMessage());
        RegistryFailure unknown = failureOf("http://proxy.invalid:3128", "registry.example/app:1");
        assertEquals(
                "Get \"https://registry.example/v2/\": proxyconnect tcp: dial tcp: lookup proxy.invalid: no such host",
                unknown.getMessage());
    }

    @Test
    void aNameThatDoesNotExistIsToldApart() {
        RegistryFailure failure = failureOf("", "registry.invalid/app:1");
        assertEquals(Kind.UNREACHABLE, failure.kind());
        assertEquals(
                "Get \"https://registry.invalid/v2/\": dial tcp: lookup registry.invalid: no such host",
                failure.getMessage());
    }
}
