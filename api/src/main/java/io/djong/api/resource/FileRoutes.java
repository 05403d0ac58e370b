package io.djong.api.resource;

import io.djong.api.routing.Call;
import io.djong.api.routing.Router;
import io.djong.engine.container.CommitContainer;
import io.djong.engine.container.Containers;
import io.djong.engine.container.CopyOptions;
import io.djong.engine.container.FileCopy;
import io.djong.model.Digest;
import io.djong.model.Reference;
import io.djong.model.container.ContainerConfig;
import io.djong.model.container.FileChange;
import io.djong.model.container.PathStat;
import io.djong.model.error.InvalidArgument;
import io.djong.model.json.Json;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The files of containers: copies, changes, export, commit. */
public final class FileRoutes {
    private final Containers containers;

    public FileRoutes(Containers containers) {
        this.containers = containers;
    }

    public void addTo(Router router) {
        router.on("HEAD", "/containers/{id}/archive", this::stat)
                .on("GET", "/containers/{id}/archive", this::copyOut)
                .on("PUT", "/containers/{id}/archive", this::copyIn)
                .on("GET", "/containers/{id}/changes", this::changes)
                .on("GET", "/containers/{id}/export", this::export)
                .on("POST", "/commit", this::commit);
    }

    private void stat(Call call) throws IOException {
        describe(call, containers.copies().stat(call.path("id"), archivePath(call)));
        call.finish(200);
    }

    private void copyOut(Call call) throws IOException {
        try (FileCopy copy = containers.copies().open(call.path("id"), archivePath(call))) {
            describe(call, copy.stat());
            copy.writeTo(call.stream("application/x-tar"));
        }
    }

    private void copyIn(Call call) throws IOException {
        CopyOptions options = new CopyOptions(call.flag("noOverwriteDirNonDir"), call.flag("copyUIDGID"));
        containers
                .copies()
                .extract(
                        call.path("id"),
                        archivePath(call),
                        options,
                        call.request().body());
        call.finish(200);
    }

    private static String archivePath(Call call) {
        if (call.query("path").isEmpty()) {
            throw new InvalidArgument("bad parameter: path cannot be empty");
        }
        return call.query("path");
    }

    private static void describe(Call call, PathStat stat) {
        call.response()
                .header("X-Docker-Container-Path-Stat", Base64.getEncoder().encodeToString(Json.bytes(stat)));
    }

    private void changes(Call call) throws IOException {
        List<FileChange> changes = containers.snapshots().changes(call.path("id"));
        call.reply(changes.isEmpty() ? Json.mapper().nullNode() : changes); // Docker's list of none is null
    }

    private void export(Call call) throws IOException {
        containers.snapshots().export(call.path("id"), call.stream("application/octet-stream"));
    }

    private void commit(Call call) throws IOException {
        CommitContainer request = new CommitContainer(
                reference(call.query("repo"), call.query("tag")),
                call.query("author"),
                call.query("comment"),
                config(call),
                call.queries("changes"),
                call.query("pause").isEmpty() || call.flag("pause"));
        Digest image = containers.snapshots().commit(call.query("container"), request);
        call.reply(201, Json.object().put("Id", image.toString()));
    }

    private static Optional<ContainerConfig> config(Call call) throws IOException {
        byte[] body = call.json();
        return body.length == 0 || Json.tree(body).isNull()
                ? Optional.empty()
                : Optional.of(Json.read(body, ContainerConfig.class));
    }

    private static Optional<Reference> reference(String repository, String tag) {
        if (repository.isEmpty()) {
            return Optional.empty();
        }
        Reference name = Reference.parse(repository);
        if (name.digest().isPresent()) {
            throw new InvalidArgument("cannot import digest reference");
        }
        return Optional.of(tag.isEmpty() ? name.orLatest() : name.withTag(tag));
    }
}
