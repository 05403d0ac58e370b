package io.djong.engine.container;

import io.djong.engine.event.EventType;
import io.djong.engine.event.Events;
import io.djong.engine.image.Images;
import io.djong.engine.image.LocalImage;
import io.djong.model.ContainerId;
import io.djong.model.container.ContainerConfig;
import io.djong.model.container.HostConfig;
import io.djong.model.container.RestartPolicy;
import io.djong.model.error.InvalidArgument;
import io.djong.runtime.Tasks;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Makes containers of images: checks the request whole, then writes the record and the snapshot. */
final class ContainerCreator {
    private final Images images;
    private final RootFileSystems roots;
    private final ContainerLogs logs;
    private final Tasks tasks;
    private final Events events;
    private final ContainerIndex index;
    private final ContainerPaths paths;
    private final ContainerDirectories directories;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final ContainerNames names;

    ContainerCreator(
            ContainerNeeds needs,
            RootFileSystems roots,
            ContainerLogs logs,
            ContainerIndex index,
            ContainerPaths paths,
            ContainerDirectories directories) {
        this.images = needs.images();
        this.roots = roots;
        this.logs = logs;
        this.tasks = needs.tasks();
        this.events = needs.events();
        this.index = index;
        this.paths = paths;
        this.directories = directories;
        this.clock = needs.clock();
        this.random = needs.random();
        this.names = new ContainerNames(random);
    }

    CreatedContainer create(CreateContainer request) {
        tasks.prime(); // most are started at once
        Optional<String> wanted = request.name().filter(n -> !n.isEmpty()).map(ContainerNames::checked);
        LocalImage image = images.resolve(request.config().image());
        List<String> warnings = warnings(request, image);
        ContainerId id = ContainerId.random(random);
        ContainerRecord draft = draft(id, request, image);
        check(draft);
        String name = reserve(wanted, id);
        try {
            Container container = persist(draft.withName(name), image);
            index.add(container);
            return new CreatedContainer(id, warnings);
        } catch (RuntimeException e) {
            index.release(name, id);
            throw e;
        }
    }

    private ContainerRecord draft(ContainerId id, CreateContainer request, LocalImage image) {
        ContainerConfig config =
                new ConfigMerge(request.config(), image.config().containerDefaults()).merged(id.shortId());
        List<String> command = new ArrayList<>(orEmpty(config.entrypoint()));
        command.addAll(orEmpty(config.cmd()));
        return new ContainerRecord(
                id,
                "",
                clock.instant(),
                image.id(),
                config,
                request.host(),
                command.getFirst(),
                command.subList(1, command.size()),
                request.endpoints(),
                ContainerState.CREATED);
    }

    /** Whatever can be known to be wrong before anything is made. */
    private void check(ContainerRecord draft) {
        logs.settings(draft);
        new MountPlan(draft, paths.volumes()).mounts();
        NetworkPlan plan = new NetworkPlan(draft);
        plan.joined().ifPresent(index::get);
        // Networks are looked up at the start: a client takes "not found" here for the image's.
        plan.request(paths.directory(draft.id()));
        HostConfig host = draft.host();
        if (host.autoRemove()
                && host.restartPolicy() != null
                && !isNo(host.restartPolicy().name())) {
            throw new InvalidArgument("can't create 'AutoRemove' container with restart policy");
        }
        String directory = draft.config().workingDir();
        if (!directory.isEmpty() && !directory.startsWith("/")) {
            throw new InvalidArgument(
                    "the working directory '" + directory + "' is invalid, it needs to be an absolute path");
        }
    }

    private static boolean isNo(String policy) {
        return policy.isEmpty() || policy.equals("no");
    }

    /** What the user should know although the container is made: what is asked for and has no effect yet, too. */
    private static List<String> warnings(CreateContainer request, LocalImage image) {
        List<String> warnings = new ArrayList<>();
        request.platform()
                .filter(wanted -> !image.config().platform().satisfies(wanted))
                .ifPresent(wanted -> warnings.add("The requested image's platform ("
                        + image.config().platform() + ") does not match the detected host platform (" + wanted + ")"));
        RestartPolicy policy = request.host().restartPolicy();
        if (policy != null && !isNo(policy.name())) {
            warnings.add("The restart policy '" + policy.name() + "' is kept and has no effect yet");
        }
        if (request.config().healthcheck() != null) {
            warnings.add("The health check is kept and is not run yet");
        }
        return warnings;
    }

    private String reserve(Optional<String> wanted, ContainerId id) {
        if (wanted.isPresent()) {
            index.reserve(wanted.get(), id);
            return wanted.get();
        }
        for (int attempt = 0; ; attempt++) {
            String name = names.generate(attempt);
            if (index.tryReserve(name, id)) {
                return name;
            }
        }
    }

    private Container persist(ContainerRecord record, LocalImage image) {
        Undo undo = new Undo();
        try {
            directories.create(record.id());
            undo.add(() -> directories.remove(record.id()));
            roots.create(record.id(), image);
            undo.add(() -> roots.remove(record.id()));
            Container container = new Container(record);
            events.commit(tx -> {
                ContainerTable.save(tx, record);
                events.add(tx, EventType.CONTAINER, "create", record.id().value(), container.attributes());
                return true;
            });
            return container;
        } catch (RuntimeException e) {
            undo.run(e);
            throw e;
        }
    }

    private static List<String> orEmpty(@org.jspecify.annotations.Nullable List<String> list) {
        return list == null ? List.of() : list;
    }
}
