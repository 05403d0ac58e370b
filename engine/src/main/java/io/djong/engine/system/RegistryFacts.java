package io.djong.engine.system;

import io.djong.model.json.Json;
import io.djong.registry.MirrorStatus;
import io.djong.registry.ProxySettings;
import io.djong.registry.RegistryClient;
import io.djong.registry.RegistrySettings;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What {@code info} says of registries and their mirrors. */
public final class RegistryFacts {
    private final RegistryClient client;

    public RegistryFacts(RegistryClient client) {
        this.client = client;
    }

    void tell(ObjectNode info) {
        RegistrySettings settings = client.settings();
        ProxySettings proxies = settings.proxies();
        info.put("HttpProxy", ProxySettings.masked(proxies.http()))
                .put("HttpsProxy", ProxySettings.masked(proxies.https()))
                .put("NoProxy", proxies.noProxy());
        List<String> insecure = settings.insecureRegistries();
        List<String> mirrors = settings.mirrors().stream().map(URI::toString).toList();
        info.put("IndexServerAddress", "https://index.docker.io/v1/");
        ObjectNode config = info.putObject("RegistryConfig");
        ArrayNode networks =
                strings(insecure.stream().filter(RegistryFacts::isNetwork).toList());
        config.set("InsecureRegistryCIDRs", networks.add("127.0.0.0/8").add("::1/128"));
        config.set("Mirrors", strings(mirrors));
        ObjectNode indexes = config.putObject("IndexConfigs");
        indexes.set("docker.io", index("docker.io", mirrors, true, true));
        insecure.stream()
                .filter(entry -> !isNetwork(entry))
                .forEach(host -> indexes.set(host, index(host, List.of(), false, false)));
        settings.registryMirrors().forEach((domain, uris) -> {
            List<String> own = Stream.concat(
                            uris.stream().map(URI::toString),
                            domain.equals("docker.io") ? mirrors.stream() : Stream.of())
                    .toList();
            indexes.set(domain, index(domain, own, !insecure.contains(domain), domain.equals("docker.io")));
        });
        statuses(info, config);
    }

    /** The experience with each mirror: beside Docker's own, and as a line of the kind that its CLI prints. */
    private void statuses(ObjectNode info, ObjectNode config) {
        List<MirrorStatus> mirrors = client.mirrors();
        if (mirrors.isEmpty()) {
            return;
        }
        ArrayNode list = config.putArray("MirrorStatus");
        for (MirrorStatus mirror : mirrors) {
            ObjectNode entry = list.addObject().put("Mirror", mirror.url()).put("Troubled", mirror.troubled());
            mirror.millis().ifPresent(millis -> entry.put("Milliseconds", millis));
            mirror.served().map(Instant::toString).ifPresent(served -> entry.put("LastServed", served));
            mirror.aside().ifPresent(why -> entry.put("PutAside", why));
            info.withArray("DriverStatus")
                    .addArray()
                    .add("Mirror " + mirror.url())
                    .add(words(mirror));
        }
    }

    private static String words(MirrorStatus mirror) {
        if (mirror.aside().isPresent()) {
            return "put aside: " + mirror.aside().get();
        }
        String state = mirror.troubled() ? "in trouble" : "in use";
        return mirror.served()
                .map(served -> state + ", served last " + served)
                .orElse(mirror.troubled() ? state : "not used yet");
    }

    private static boolean isNetwork(String insecure) {
        return insecure.indexOf('/') >= 0;
    }

    private static ObjectNode index(String name, List<String> mirrors, boolean secure, boolean official) {
        ObjectNode index = Json.object().put("Name", name);
        index.set("Mirrors", strings(mirrors));
        return index.put("Secure", secure).put("Official", official);
    }

    private static ArrayNode strings(List<String> values) {
        ArrayNode array = Json.mapper().createArrayNode();
        values.forEach(array::add);
        return array;
    }
}
