package io.djong.daemon.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.registry.ProxySettings;
import io.djong.registry.RegistrySettings;
import io.djong.store.image.ImageStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a configuration says of registries: those that images come from, and what is served to others. */
class RegistryConfigTest {
    @TempDir
    Path directory;

    private DaemonConfig read(String json, String... flags) throws IOException {
        return new ConfigDirectory(directory).read(json, flags);
    }

    private String refused(String json, String... flags) {
        return new ConfigDirectory(directory).refused(json, flags);
    }

    @Test
    void whereImagesComeFromIsRead() throws IOException {
        DaemonConfig config = read("""
                {"registry-mirrors": ["https://hub.example"], "insecure-registries": ["10.0.0.0/8"],
                 "registry-config": {"registry.example": {"mirrors": ["https://a.example/x", "http://b.example"]},
                                     "docker.io": {"mirrors": []}},
                 "max-concurrent-downloads": 7, "max-concurrent-uploads": 0, "max-download-attempts": 9}
                """);
        RegistrySettings registries = config.registries();
        assertEquals(List.of(URI.create("https://hub.example")), registries.mirrors());
        assertEquals(
                Map.of(
                        "registry.example",
                        List.of(URI.create("https://a.example/x"), URI.create("http://b.example")),
                        "docker.io",
                        List.of()),
                registries.registryMirrors());
        assertEquals(List.of("10.0.0.0/8"), registries.insecureRegistries());
        assertEquals(
                List.of(Path.of("/etc/djong/certs.d"), Path.of("/etc/docker/certs.d")), registries.hostDirectories());
        assertEquals(9, registries.patience().attempts());
        assertEquals(new TransferConfig(7, 5), config.transfers());
        assertEquals(new TransferConfig(3, 5), read("{}").transfers());
        assertEquals(ImageStore.Blobs.KEPT, read("{}").blobs());
        assertEquals(
                ImageStore.Blobs.DISCARDED,
                read("{\"discard-layer-blobs\": true}").blobs());
    }

    @Test
    void proxiesAreReadFromFlagsBeforeTheFile() throws IOException {
        String file = "{\"proxies\": {\"http-proxy\": \"http://file:1\", \"https-proxy\": \"file:2\","
                + " \"no-proxy\": \".example\"}}";
        assertEquals(
                new ProxySettings("http://file:1", "file:2", ".example"),
                read(file).registries().proxies());
        assertEquals(
                new ProxySettings("http://flag:3", "file:2", "*"),
                read(file, "--http-proxy=http://flag:3", "--no-proxy=*")
                        .registries()
                        .proxies());
        assertEquals(
                "http://key:4",
                read("{\"http-proxy\": \"http://key:4\"}")
                        .registries()
                        .proxies()
                        .http());
    }

    @Test
    void nothingIsServedToOthersUnlessItIsAskedFor() throws IOException {
        assertEquals(
                new ServeConfig(Optional.empty(), Optional.empty()), read("{}").serve());
        ServeConfig both =
                read("{\"serve-registry\": \"127.0.0.1:5000\", \"serve-mirror\": \"[::1]:5001\", \"data-root\": \"/d\"}")
                        .serve();
        assertEquals(Optional.of(new InetSocketAddress(InetAddress.ofLiteral("::1"), 5001)), both.mirror());
        ServeArguments registry = both.registry().orElseThrow();
        assertEquals(
                List.of(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 5000)),
                registry.addresses(ServeOption.ADDR));
        assertEquals(Optional.of(Path.of("/d/registry")), registry.path(ServeOption.ROOT));
        assertEquals(Optional.of("off"), registry.last(ServeOption.ACCESS_LOG));
    }

    @Test
    void aRegistryWithinTheDaemonHasTheOptionsOfOneAlone() throws IOException {
        ServeArguments file = read("""
                        {"serve-registry": ":5000", "serve-registry-opts": {"htpasswd": "/users", "tokens": true,
                         "read-only": false, "root": "/srv/images", "quota": ["50g", "team=10g"]}}
                        """).serve().registry().orElseThrow();
        assertEquals(Optional.of(Path.of("/users")), file.path(ServeOption.HTPASSWD));
        assertTrue(file.has(ServeOption.TOKENS));
        assertFalse(file.has(ServeOption.READ_ONLY));
        assertEquals(Optional.of(Path.of("/srv/images")), file.path(ServeOption.ROOT));
        assertEquals(List.of("50g", "team=10g"), file.all(ServeOption.QUOTA));
        ServeArguments flags = read(
                        "{}",
                        "--serve-registry=:5000",
                        "--serve-registry-opt=tls-cert=/crt",
                        "--serve-registry-opt",
                        "tls-key=/key",
                        "--serve-registry-opt=keep-unused=2h")
                .serve()
                .registry()
                .orElseThrow();
        assertEquals(Optional.of(Path.of("/crt")), flags.path(ServeOption.TLS_CERT));
        assertEquals(Duration.ofHours(2), flags.duration(ServeOption.KEEP_UNUSED, Duration.ZERO));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"serve-registry": "5000"} | must be HOST:PORT
                    {"serve-mirror": "localhost:x"} | must be HOST:PORT
                    {"serve-registry-opts": {"tokens": true}} | needs serve-registry
                    {"serve-registry": ":1", "serve-registry-opts": {"nosuch": 1}} | a registry has no option "nosuch"
                    {"serve-registry": ":1", "serve-registry-opts": {"debug": true}} | a registry has no option "debug"
                    {"serve-registry": ":1", "serve-registry-opts": {"tokens": true}} | daemon.json: tokens needs htpasswd
                    {"serve-registry": ":1", "serve-registry-opts": {"tls-cert": "/x"}} | tls-cert needs tls-key
                    {"serve-registry": ":1", "serve-registry-opts": {"quota": ["1g", "much"]}} | not a size
                    {"serve-registry": ":1", "serve-registry-opts": {"keep-unused": "long"}} | not a duration
                    {"serve-registry": ":1", "serve-registry-opts": {"tokens": "maybe"}} | not a boolean
                    {"registry-config": {"registry.example": {}}} | has no list "mirrors"
                    {"registry-config": {"registry.example": {"mirrors": ["a.example"]}}} | must begin with http
                    {"registry-config": {"not a host": {"mirrors": []}}} | for registry-config in
                    {"proxies": {"https-proxy": "ftp://proxy"}} | invalid proxy
                    {"max-download-attempts": -1} | it is negative
                    """)
    void whatIsWrongIsNamed(String json, String words) {
        String refusal = refused(json);
        assertTrue(refusal.contains(words), refusal);
    }
}
