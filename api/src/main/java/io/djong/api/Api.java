package io.djong.api;

import io.djong.api.resource.ArchiveRoutes;
import io.djong.api.resource.ContainerRoutes;
import io.djong.api.resource.ExecRoutes;
import io.djong.api.resource.FileRoutes;
import io.djong.api.resource.ImageRoutes;
import io.djong.api.resource.MissingRoutes;
import io.djong.api.resource.NetworkRoutes;
import io.djong.api.resource.PushRoutes;
import io.djong.api.resource.RegistryRoutes;
import io.djong.api.resource.StatsRoutes;
import io.djong.api.resource.StreamRoutes;
import io.djong.api.resource.SystemRoutes;
import io.djong.api.resource.VolumeRoutes;
import io.djong.api.routing.ApiVersion;
import io.djong.api.routing.Call;
import io.djong.api.routing.Failure;
import io.djong.api.routing.Router;
import io.djong.api.routing.VersionedPath;
import io.djong.engine.archive.ImageArchives;
import io.djong.engine.container.Containers;
import io.djong.engine.event.Events;
import io.djong.engine.exec.Execs;
import io.djong.engine.image.ImagePuller;
import io.djong.engine.image.ImagePusher;
import io.djong.engine.image.Images;
import io.djong.engine.image.UrlImports;
import io.djong.engine.network.NetworkCatalog;
import io.djong.engine.stats.ContainerStats;
import io.djong.engine.system.DiskUsage;
import io.djong.engine.system.RegistryLogin;
import io.djong.engine.system.RegistryQueries;
import io.djong.engine.system.SystemInfo;
import io.djong.engine.volume.VolumeCatalog;
import io.djong.http.Handler;
import io.djong.http.Request;
import io.djong.http.Response;
import io.djong.model.error.EngineException;
import io.djong.model.error.Internal;
import java.io.IOException;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Docker Engine API: takes requests to the engine's use cases, and what comes of them back to clients. */
public final class Api implements Handler {
    private static final Logger LOG = LoggerFactory.getLogger(Api.class);

    private final Router router;
    private final String server;

    public Api(
            Containers containers,
            Execs execs,
            Images images,
            ImagePuller puller,
            ImagePusher pusher,
            ImageArchives archives,
            UrlImports imports,
            Events events,
            NetworkCatalog networks,
            VolumeCatalog volumes,
            ContainerStats stats,
            RegistryLogin login,
            RegistryQueries queries,
            SystemInfo system) {
        this(new Router(), system.engineVersion());
        InstantSource clock = InstantSource.system();
        new SystemRoutes(system, events, new DiskUsage(images, containers, volumes), login, clock).addTo(router);
        new ContainerRoutes(containers, clock).addTo(router);
        new StreamRoutes(containers).addTo(router);
        new StatsRoutes(stats).addTo(router);
        new FileRoutes(containers).addTo(router);
        new ExecRoutes(execs).addTo(router);
        new ImageRoutes(images, puller, imports).addTo(router);
        new ArchiveRoutes(archives).addTo(router);
        new RegistryRoutes(queries).addTo(router);
        new PushRoutes(pusher).addTo(router);
        new NetworkRoutes(networks).addTo(router);
        new VolumeRoutes(volumes).addTo(router);
        new MissingRoutes().addTo(router);
    }

    /** @param version of the product, which every response names */
    Api(Router router, String version) {
        this.router = router;
        this.server = "Djong/" + version + " (linux)";
    }

    @Override
    public void handle(Request request, Response response) throws IOException, InterruptedException {
        response.header("Api-Version", ApiVersion.NEWEST.toString())
                .header("Docker-Experimental", "false")
                .header("Ostype", "linux")
                .header("Server", server);
        try {
            answer(request, response);
        } catch (EngineException e) {
            fail(request, response, e);
        } catch (RuntimeException e) {
            fail(request, response, new Internal("unexpected failure: " + e, e));
        }
    }

    private void answer(Request request, Response response) throws IOException, InterruptedException {
        VersionedPath path = VersionedPath.parse(request.path());
        Router.Match match = router.find(request.method(), path.path());
        match.action().answer(new Call(request, response, path.version(), match.variables()));
    }

    /** Whether the engine itself refused, as Docker does with this status here and there: where is of no interest then. */
    static boolean isOwnWord(EngineException failure) {
        Throwable cause = failure.getCause();
        return cause == null || (cause instanceof EngineException inner && isOwnWord(inner));
    }

    /** After the head is sent, cutting the connection is all that is left to say. */
    private static void fail(Request request, Response response, EngineException failure) throws IOException {
        int status = Failure.status(failure);
        if (status == 500 && isOwnWord(failure)) {
            LOG.error("{}: {}", request, failure.message());
        } else if (status == 500) {
            LOG.error("{}: {}", request, failure.message(), failure);
        } else {
            LOG.debug("{}: {} {}", request, status, failure.message());
        }
        if (response.committed()) {
            throw new IOException(failure.message(), failure);
        }
        Failure.send(response, status, failure.message());
    }
}
