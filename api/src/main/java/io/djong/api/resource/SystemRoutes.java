package io.djong.api.resource;

import io.djong.api.routing.Call;
import io.djong.api.routing.JsonLine;
import io.djong.api.routing.Router;
import io.djong.api.stream.MediaType;
import io.djong.api.wire.DiskUsageDocument;
import io.djong.api.wire.EventDocument;
import io.djong.api.wire.InfoDocument;
import io.djong.engine.event.Event;
import io.djong.engine.event.EventQuery;
import io.djong.engine.event.Events;
import io.djong.engine.system.DiskUsage;
import io.djong.engine.system.RegistryLogin;
import io.djong.engine.system.SystemInfo;
import io.djong.http.DisconnectWatch;
import io.djong.model.error.InvalidArgument;
import io.djong.model.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The engine itself: ping, version, info, events, disk space. */
public final class SystemRoutes {
    private static final byte[] OK = "OK".getBytes(StandardCharsets.US_ASCII);

    private final SystemInfo system;
    private final Events events;
    private final DiskUsage disk;
    private final RegistryLogin login;
    private final InstantSource clock;

    public SystemRoutes(SystemInfo system, Events events, DiskUsage disk, RegistryLogin login, InstantSource clock) {
        this.system = system;
        this.events = events;
        this.disk = disk;
        this.login = login;
        this.clock = clock;
    }

    public void addTo(Router router) {
        router.on("GET", "/_ping", SystemRoutes::ping)
                .on("HEAD", "/_ping", SystemRoutes::ping)
                .on("GET", "/version", call -> call.reply(system.version()))
                .on("GET", "/info", call -> call.reply(InfoDocument.of(system.info(), call.version())))
                .on("GET", "/events", this::events)
                .on("GET", "/system/df", this::diskUsage)
                .on("POST", "/auth", this::login)
                .on("POST", "/build/prune", SystemRoutes::pruneBuildCache);
    }

    private static void ping(Call call) throws IOException {
        boolean head = call.request().method().equals("HEAD");
        call.response()
                .header("Cache-Control", "no-cache, no-store, must-revalidate")
                .header("Pragma", "no-cache")
                .header("Builder-Version", "1")
                .header("Swarm", "inactive")
                .header("Content-Type", "text/plain; charset=utf-8")
                .send(head ? new byte[0] : OK);
    }

    private void events(Call call) throws IOException, InterruptedException {
        EventQuery query = new EventQuery(call.time("since"), call.time("until"), call.filters());
        if (query.until().isPresent()
                && query.since().filter(query.until().get()::isBefore).isPresent()) {
            throw new InvalidArgument("`since` time (" + call.query("since") + ") cannot be after `until` time ("
                    + call.query("until") + ")");
        }
        OutputStream out = call.stream(MediaType.JSON);
        try (DisconnectWatch _ = call.request().interruptOnDisconnect()) {
            events.stream(query, () -> flush(out), event -> send(out, event));
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private void diskUsage(Call call) throws IOException {
        List<String> types = call.version().before(1, 42) ? List.of() : call.queries("type");
        Set<DiskUsage.Kind> kinds = types.isEmpty()
                ? EnumSet.allOf(DiskUsage.Kind.class)
                : types.stream().map(DiskUsage.Kind::parse).collect(Collectors.toSet());
        call.reply(DiskUsageDocument.of(disk.of(kinds), kinds, call.version(), clock.instant()));
    }

    private void login(Call call) throws IOException {
        RegistryAuth auth = call.json(RegistryAuth.class);
        String server = auth.serverAddress() == null ? "" : auth.serverAddress();
        String token = login.login(server, auth.credentials()).orElse("");
        call.reply(Json.object().put("IdentityToken", token).put("Status", "Login Succeeded"));
    }

    /** There is no build cache yet: nothing of it is left. */
    private static void pruneBuildCache(Call call) throws IOException {
        call.reply(Pruned.document("CachesDeleted", List.of(), 0));
    }

    private static void flush(OutputStream out) {
        try {
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void send(OutputStream out, Event event) {
        try {
            out.write(JsonLine.of(EventDocument.of(event)));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
