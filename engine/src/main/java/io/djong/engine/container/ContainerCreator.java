package io.djong.engine.container;

import io.djong.engine.event.EventType;
import io.djong.engine.event.Events;
import io.djong.engine.health.HealthPlan;
import io.djong.engine.image.Images;
import io.djong.engine.image.LocalImage;
import io.djong.engine.resources.CgroupLimits;
import io.djong.engine.resources.Checked;
import io.djong.engine.resources.ResourceCheck;
import io.djong.model.ContainerId;
import io.djong.model.Platform;
import io.djong.model.container.ContainerConfig;
import io.djong.model.container.HostConfig;
import io.djong.model.error.EngineException;
import io.djong.model.error.InvalidArgument;
import io.djong.model.error.NotFound;
import io.djong.network.Networks;
import io.djong.runtime.RuntimePaths;
import io.djong.runtime.Runtimes;
import io.djong.runtime.Tasks;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes containers of images: checks the request whole, then writes the record and the snapshot. */
final class ContainerCreator {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerCreator.class);

    private final Images images;
    private final ContainerFiles files;
    private final TaskLauncher launcher;
    private final ContainerLogs logs;
    private final Tasks tasks;
    private final Events events;
    private final ContainerIndex index;
    private final RuntimePaths runtime;
    private final DeviceSettings devices;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final ContainerNames names;
    private final Networks networks;
    private final CgroupLimits limits;
    private final Settlement settlement;
    private final VolumesFrom volumesFrom;
    private final VolumeHolders holders;
    private final Links links;

    ContainerCreator(
            ContainerNeeds needs,
            ContainerFiles files,
            TaskLauncher launcher,
            ContainerLogs logs,
            ContainerIndex index,
            Links links) {
        this.images = needs.images();
        this.files = files;
        this.launcher = launcher;
        this.logs = logs;
        this.tasks = needs.tasks();
        this.events = needs.events();
        this.index = index;
        this.runtime = needs.settings().runtime();
        this.devices = needs.settings().devices();
        this.clock = needs.clock();
        this.random = needs.random();
        this.names = new ContainerNames(random);
        this.networks = needs.networks();
        this.limits = new CgroupLimits(needs.tasks().cgroups());
        this.settlement = new Settlement(needs.settings().hostDefaults(), tasks.cgroupNamespace(), index);
        this.volumesFrom = new VolumesFrom(index, files.volumes().paths());
        this.holders = new VolumeHolders(index, files.volumes().paths());
        this.links = links;
    }

    CreatedContainer create(CreateContainer request) {
        tasks.prime(); // most are started at once
        Optional<String> wanted = request.name().filter(n -> !n.isEmpty()).map(ContainerNames::checked);
        LocalImage image = images.resolve(request.config().image(), request.platform());
        List<String> warnings = warnings(request, image);
        Checked resources = ResourceCheck.ofContainer(limits, request.host());
        warnings.addAll(resources.warnings());
        ContainerId id = ContainerId.random(random);
        new RequestRules(request.config(), request.host()).check();
        request.config().exposedPorts().keySet().forEach(ContainerPort::parse);
        ContainerRecord draft = draft(id, request, resources.host(), image);
        check(draft);
        if (!NetworkPlan.sharesNamespace(draft.host())
                && !files.remap().of(draft.host()).areRemapped()) {
            networks.prepare();
        }
        String name = reserve(wanted, id);
        try (NewVolumes volumes = new NewVolumes(draft, files, holders)) {
            Container container = persist(draft.withName(name), image, volumes);
            prepareStart(container); // before anybody can find and start it
            index.add(container);
            return new CreatedContainer(id, warnings);
        } catch (RuntimeException e) {
            index.release(name, id);
            throw e;
        }
    }

    private ContainerRecord draft(ContainerId id, CreateContainer request, HostConfig host, LocalImage image) {
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
                settlement.of(host, runtime(host), logs.settled(host.logConfig())),
                command.getFirst(),
                command.subList(1, command.size()),
                request.endpoints(),
                ContainerState.CREATED,
                ties(request.host()));
    }

    private Ties ties(HostConfig host) {
        List<Ties.MountedImage> mounted = new ArrayList<>(host.mounts().stream()
                .filter(mount -> mount.type().equals("image") && !mount.source().isEmpty())
                .map(mount -> mounted(mount.source()))
                .toList());
        VolumesFrom.Taken taken = volumesFrom.take(host.volumesFrom());
        mounted.addAll(taken.images()); // by their ids: a name is what it stands for now
        return new Ties(taken.mounts(), links.resolve(host), mounted);
    }

    private Ties.MountedImage mounted(String name) {
        try {
            LocalImage image = images.resolve(name);
            return new Ties.MountedImage(name, image.id(), image.topLayer());
        } catch (NotFound e) {
            throw new InvalidArgument(e.message(), e); // a client takes "not found" here for the container's own image
        }
    }

    /** The runtime by the name that the user gave; the standard one for who gave none. */
    private String runtime(HostConfig host) {
        Runtimes runtimes = runtime.runtimes();
        if (runtimes.find(host.runtime()).isEmpty()) {
            throw new InvalidArgument("unknown or invalid runtime name: " + host.runtime());
        }
        return host.runtime().isEmpty() ? runtimes.standard() : host.runtime();
    }

    /** Whatever can be known to be wrong before anything is made. */
    private void check(ContainerRecord draft) {
        RequestRules.refuseNul(draft.config(), draft.host());
        Unsupported.refuse(draft.host());
        files.remap().check(draft.host());
        devices.check(draft.config(), draft.host());
        tasks.check(draft.host());
        logs.check(draft);
        new MountPlan(draft, files.volumes().paths()).check();
        NetworkPlan plan = new NetworkPlan(draft);
        plan.joined().ifPresent(index::get);
        // Networks are looked up at the start: a client takes "not found" here for the image's.
        plan.request(files.paths().directory(draft.id()));
        HostConfig host = draft.host();
        HealthPlan.check(draft.config().healthcheck());
        RestartRule.check(host.restartPolicy());
        if (host.autoRemove() && !RestartRule.of(host.restartPolicy()).isNever()) {
            throw new InvalidArgument("can't create 'AutoRemove' container with restart policy");
        }
    }

    /** What the user should know although the container is made. */
    private static List<String> warnings(CreateContainer request, LocalImage image) {
        List<String> warnings = new ArrayList<>();
        Platform platform = image.config().platform();
        Platform host = Platform.host();
        if (request.platform().isEmpty() && !platform.runsOn(host)) {
            warnings.add("The requested image's platform (" + platform + ") does not match the detected host platform ("
                    + host + ") and no specific platform was requested");
        }
        warnings.addAll(Unsupported.warnings(request.config(), request.host()));
        return warnings;
    }

    /** Has the monitor begun: most containers are started at once. One that is to hold ports open is begun with them. */
    private void prepareStart(Container container) {
        ContainerRecord record = container.record();
        if (record.host().portBindings().isEmpty() && !record.host().publishAllPorts()) {
            try {
                logs.prepare(container);
                launcher.prepare(record, logs.spool(record));
            } catch (EngineException e) {
                LOG.debug("container {} is not prepared for its start: {}", record.id(), e.message());
            }
        }
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

    private Container persist(ContainerRecord record, LocalImage image, NewVolumes volumes) {
        Beside<String> document = Beside.begin("document", () -> ContainerTable.document(record));
        Undo undo = new Undo();
        try {
            files.directories().create(record.id());
            undo.add(() -> files.directories().remove(record.id()));
            files.roots().create(record.id(), image, record.ties().layers());
            undo.add(() -> files.roots().remove(record.id()));
            volumes.make(undo);
            Container container = new Container(record);
            String kept = document.get();
            events.commit(tx -> {
                ContainerTable.insert(tx, record, kept);
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
