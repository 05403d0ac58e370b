package io.djong.engine.image;

import io.djong.model.Reference;
import io.djong.model.image.ProgressMessage;
import io.djong.registry.Credentials;
import io.djong.registry.RegistryClient;
import io.djong.registry.RegistrySettings;
import io.djong.registry.RegistrySettings.Patience;
import io.djong.testkit.Privilege;
import io.djong.testkit.registry.FakeRegistry;
import io.djong.testkit.registry.SampleImage;
import io.djong.testkit.registry.SampleImage.Layer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A registry, an engine's stores and a puller between them, which tests of pulls begin with. */
abstract class PullScene {
    private static final Patience SHORT = new Patience(
            Duration.ofSeconds(5),
            Duration.ofSeconds(2),
            Duration.ofSeconds(2),
            3,
            Duration.ofMillis(1),
            Duration.ofMillis(2));

    @TempDir
    Path directory;

    FakeRegistry registry;
    TestStores store;
    RegistryClient client;
    ImagePuller puller;
    Images images;
    final List<ProgressMessage> messages = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void requireRoot() {
        Privilege.root(); // layers are unpacked with their owners
    }

    @BeforeEach
    void open() throws IOException {
        registry = FakeRegistry.start();
        store = new TestStores(directory.resolve("root"), "test");
        client = new RegistryClient(
                new RegistrySettings(List.of(), List.of(), SHORT, "djong-test"), InstantSource.system());
        puller = new ImagePuller(client, store.stores, store.events, InstantSource.system(), new TransferLimit(3));
        images = new Images(store.stores, store.events, id -> List.of(), InstantSource.system());
    }

    @AfterEach
    void close() {
        client.close();
        registry.close();
        store.close();
    }

    Reference reference(String rest) {
        return Reference.parse(registry.authority() + "/" + rest);
    }

    void pull(String rest) {
        puller.pull(new PullRequest(reference(rest), Optional.empty(), Credentials.ANONYMOUS), messages::add);
    }

    List<String> statuses() {
        return messages.stream()
                .map(m -> m.id().isEmpty() ? m.status() : m.id() + ": " + m.status())
                .filter(s -> !s.endsWith("Downloading") && !s.endsWith("Waiting"))
                .toList();
    }

    SampleImage threeLayers(String tag) {
        return SampleImage.publish(
                registry,
                "team/app",
                tag,
                List.of(
                        Layer.gzip(Tars.of(Map.of("bin/sh", "shell", "etc/os", "linux"))),
                        Layer.plain(Tars.of(Map.of("usr/lib/lib.so", "x".repeat(300_000)))),
                        Layer.gzip(Tars.of(Map.of("etc/.wh.os", "", "srv/index", "hello")))));
    }
}
