package io.djong.api.resource;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.djong.api.routing.Call;
import io.djong.api.routing.Router;
import io.djong.api.wire.NetworkDocument;
import io.djong.engine.network.NetworkCatalog;
import io.djong.model.json.Json;
import io.djong.network.IpamConfig;
import io.djong.network.Network;
import io.djong.network.NetworkRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Networks: list, inspect, create, remove. */
public final class NetworkRoutes {
    private final NetworkCatalog networks;

    public NetworkRoutes(NetworkCatalog networks) {
        this.networks = networks;
    }

    public void addTo(Router router) {
        router.on("GET", "/networks", this::list)
                // Older clients ask with a slash at the end.
                .on("GET", "/networks/", this::list)
                .on("GET", "/networks/{id}", this::inspect)
                .on("POST", "/networks/create", this::create)
                .on("POST", "/networks/prune", this::prune)
                .on("DELETE", "/networks/{id}", this::remove);
    }

    private void list(Call call) throws IOException {
        ArrayNode documents = Json.mapper().createArrayNode();
        networks.list(call.filters()).forEach(network -> documents.add(NetworkDocument.of(network, call.version())));
        call.reply(documents);
    }

    private void inspect(Call call) throws IOException {
        call.reply(NetworkDocument.of(networks.inspect(call.path("id")), call.version()));
    }

    private void create(Call call) throws IOException {
        Network network = networks.create(call.json(CreateNetwork.class).request());
        call.reply(201, Json.object().put("Id", network.id()).put("Warning", ""));
    }

    private void prune(Call call) throws IOException {
        List<String> gone = networks.prune(call.filters());
        ObjectNode answer = Json.object();
        answer.set("NetworksDeleted", gone.isEmpty() ? null : Json.mapper().valueToTree(gone));
        call.reply(answer);
    }

    private void remove(Call call) throws IOException {
        networks.remove(call.path("id"));
        call.finish(204);
    }

    /** API definition NetworkCreateRequest. */
    record CreateNetwork(
            @JsonProperty("Name") @Nullable String name,
            @JsonProperty("Driver") @Nullable String driver,
            @JsonProperty("IPAM") @Nullable IpamConfig ipam,
            @JsonProperty("Internal") boolean internal,
            @JsonProperty("Attachable") boolean attachable,
            @JsonProperty("EnableIPv6") boolean enableIpv6,
            @JsonProperty("Options") @Nullable Map<String, String> options,
            @JsonProperty("Labels") @Nullable Map<String, String> labels) {
        NetworkRequest request() {
            return new NetworkRequest(
                    name == null ? "" : name,
                    driver == null || driver.isEmpty() ? "bridge" : driver,
                    ipam == null ? IpamConfig.DEFAULT : ipam,
                    internal,
                    attachable,
                    enableIpv6,
                    options == null ? Map.of() : options,
                    labels == null ? Map.of() : labels);
        }
    }
}
