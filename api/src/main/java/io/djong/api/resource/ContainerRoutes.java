package io.djong.api.resource;

import io.djong.api.routing.Call;
import io.djong.api.routing.Router;
import io.djong.api.wire.ContainerDocument;
import io.djong.api.wire.ContainerSummary;
import io.djong.engine.container.ContainerSize;
import io.djong.engine.container.Containers;
import io.djong.engine.container.CreatedContainer;
import io.djong.engine.container.ListQuery;
import io.djong.engine.container.PrunedContainers;
import io.djong.engine.container.RemoveOptions;
import io.djong.engine.container.StopOptions;
import io.djong.model.ContainerId;
import io.djong.model.json.Json;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The life of containers: create, list, inspect, start, stop, remove. */
public final class ContainerRoutes {
    private final Containers containers;
    private final InstantSource clock;

    public ContainerRoutes(Containers containers, InstantSource clock) {
        this.containers = containers;
        this.clock = clock;
    }

    public void addTo(Router router) {
        router.on("GET", "/containers/json", this::list)
                .on("POST", "/containers/create", this::create)
                .on("POST", "/containers/prune", this::prune)
                .on("GET", "/containers/{id...}/json", this::inspect)
                .on("POST", "/containers/{id}/start", this::start)
                .on("POST", "/containers/{id}/stop", this::stop)
                .on("POST", "/containers/{id}/restart", this::restart)
                .on("POST", "/containers/{id}/kill", this::kill)
                .on("POST", "/containers/{id}/pause", this::pause)
                .on("POST", "/containers/{id}/unpause", this::unpause)
                .on("POST", "/containers/{id}/rename", this::rename)
                .on("POST", "/containers/{id}/resize", this::resize)
                .on("POST", "/containers/{id}/update", this::update)
                .on("GET", "/containers/{id}/top", this::top)
                .on("DELETE", "/containers/{id...}", this::remove);
    }

    private void list(Call call) throws IOException {
        var query = new ListQuery(
                call.flag("all"), Math.max(0, call.integer("limit").orElse(0)), call.flag("size"), call.filters());
        ArrayNode documents = Json.mapper().createArrayNode();
        containers
                .list(query)
                .forEach(listed -> documents.add(ContainerSummary.of(listed, call.version(), clock.instant())));
        call.reply(documents);
    }

    private void create(Call call) throws IOException {
        CreatedContainer created =
                containers.create(CreateBody.read(call.json(), call.query("name"), call.query("platform")));
        ObjectNode answer = Json.object().put("Id", created.id().toString());
        answer.set("Warnings", Json.mapper().valueToTree(created.warnings()));
        call.reply(201, answer);
    }

    private void prune(Call call) throws IOException {
        PrunedContainers pruned = containers.prune(call.filters());
        call.reply(Pruned.document(
                "ContainersDeleted",
                pruned.deleted().stream().map(ContainerId::toString).toList(),
                pruned.spaceReclaimed()));
    }

    private void inspect(Call call) throws IOException {
        ObjectNode document = ContainerDocument.of(containers.inspect(call.path("id")), call.version());
        if (call.flag("size")) {
            ContainerSize size = containers.size(call.path("id"));
            document.put("SizeRw", size.written()).put("SizeRootFs", size.rootFs());
        }
        call.reply(document);
    }

    private void start(Call call) throws IOException {
        containers.start(call.path("id"));
        call.finish(204);
    }

    private void stop(Call call) throws IOException {
        containers.stop(call.path("id"), stopOptions(call));
        call.finish(204);
    }

    private void restart(Call call) throws IOException {
        containers.restart(call.path("id"), stopOptions(call));
        call.finish(204);
    }

    private static StopOptions stopOptions(Call call) {
        return new StopOptions(
                Optional.of(call.query("signal")).filter(signal -> !signal.isEmpty()), call.integer("t"));
    }

    private void kill(Call call) throws IOException {
        containers.kill(call.path("id"), call.query("signal"));
        call.finish(204);
    }

    private void pause(Call call) throws IOException {
        containers.pause(call.path("id"));
        call.finish(204);
    }

    private void unpause(Call call) throws IOException {
        containers.unpause(call.path("id"));
        call.finish(204);
    }

    private void rename(Call call) throws IOException {
        containers.rename(call.path("id"), call.query("name"));
        call.finish(204);
    }

    private void resize(Call call) throws IOException {
        containers.resize(call.path("id"), call.dimension("h"), call.dimension("w"));
        call.finish(200);
    }

    private void update(Call call) throws IOException {
        List<String> warnings = containers.update(call.path("id"), UpdateBody.read(call));
        ObjectNode answer = Json.object();
        answer.set("Warnings", Json.mapper().valueToTree(warnings));
        call.reply(answer);
    }

    private void top(Call call) throws IOException {
        List<List<String>> rows = containers.top(call.path("id"), call.query("ps_args"));
        ObjectNode answer = Json.object();
        answer.set("Titles", Json.mapper().valueToTree(rows.getFirst()));
        answer.set("Processes", Json.mapper().valueToTree(rows.subList(1, rows.size())));
        call.reply(answer);
    }

    private void remove(Call call) throws IOException {
        containers.remove(call.path("id"), new RemoveOptions(call.flag("force"), call.flag("v"), call.flag("link")));
        call.finish(204);
    }
}
