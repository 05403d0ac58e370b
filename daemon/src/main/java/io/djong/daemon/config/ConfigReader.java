package io.djong.daemon.config;

import io.djong.log.driver.DriverSettings;
import io.djong.log.driver.LogDriver;
import io.djong.model.container.LogConfig;
import io.djong.model.error.InvalidArgument;
import io.djong.registry.ProxySettings;
import io.djong.registry.RegistrySettings;
import io.djong.runtime.cgroup.RealTimeShare;
import io.djong.runtime.spec.ContainerDefaults;
import io.djong.store.image.ImageStore;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Makes a {@link DaemonConfig} of the command line, {@code daemon.json}, and Docker's {@code daemon.json} where ours is
 * absent.
 */
public final class ConfigReader {
    private static final Path OWN_FILE = Path.of("/etc/djong/daemon.json");
    private static final List<Path> HOST_DIRECTORIES =
            List.of(Path.of("/etc/djong/certs.d"), Path.of("/etc/docker/certs.d"));
    private static final Path DOCKER_FILE = Path.of("/etc/docker/daemon.json");

    private static final List<String> CDI_DIRECTORIES = List.of("/etc/cdi", "/var/run/cdi");

    private final Settings flags;

    /** All that was said, as it was read last. */
    private Settings current = new Settings();

    /** Parses the command line. @throws InvalidArgument that names a flag which is unknown or has a bad value */
    public ConfigReader(List<String> arguments) {
        this.flags = CommandLine.parse(arguments);
    }

    public boolean wantsHelp() {
        return flags.isOn(Options.HELP, false);
    }

    public boolean wantsVersion() {
        return flags.isOn(Options.VERSION, false);
    }

    public boolean wantsValidation() {
        return flags.isOn(Options.VALIDATE, false);
    }

    public boolean wantsCheck() {
        return flags.isOn(Options.CHECK, false);
    }

    /** Where the data root is to be moved to, if it is. */
    public Optional<Path> wantsMove() {
        return flags.last(Options.MOVE_DATA_ROOT, Path::of);
    }

    public boolean wantsWipe() {
        return flags.isOn(Options.WIPE, false);
    }

    /** Whether what is asked for need not be confirmed. */
    public boolean agrees() {
        return flags.isOn(Options.YES, false);
    }

    /** The configuration. @throws InvalidArgument that names the file or flag which is wrong or cannot be followed */
    public DaemonConfig read() {
        Settings settings = new Settings();
        settings.fillFrom(flags);
        Settings file = fileSettings();
        refuseBoth(file);
        settings.fillFrom(file);
        refuseUnprotected(settings);
        current = settings;
        return config(settings);
    }

    /**
     * The configuration with what the file says now of the settings that may change while the daemon runs. One that it
     * no longer names stays as it was, or goes back to its default, as with Docker.
     *
     * @throws InvalidArgument as {@link #read}; the next call begins from the same configuration
     */
    public Reloaded readAgain() {
        Settings file = fileSettings();
        refuseBoth(file);
        refuseUnprotected(file);
        Settings settings = new Settings();
        settings.fillFrom(flags);
        settings.fillFrom(file, Options.RELOADED::contains);
        settings.fillFrom(current, option -> !Options.RESET.contains(option));
        Reloaded reloaded = Reloaded.of(config(settings), settings);
        current = settings;
        return reloaded;
    }

    private Settings fileSettings() {
        Optional<Path> named = flags.last(Options.CONFIG_FILE).map(Path::of);
        if (named.isPresent()) {
            return ConfigFile.read(named.get());
        }
        if (Files.exists(OWN_FILE)) {
            return ConfigFile.read(OWN_FILE);
        }
        return Files.exists(DOCKER_FILE) ? ConfigFile.readPolicy(DOCKER_FILE, flags) : new Settings();
    }

    private void refuseBoth(Settings file) {
        String both = flags.options().stream()
                .filter(file::has)
                .map(o -> o.key() + ": (from flag: " + flags.all(o) + ", from file: " + file.all(o) + ")")
                .collect(Collectors.joining(", "));
        if (!both.isEmpty()) {
            throw new InvalidArgument("the following directives are specified both as a flag and in the configuration"
                    + " file: " + both);
        }
    }

    /** To serve without a protection that somebody counts on is worse than not to serve. */
    private static void refuseUnprotected(Settings settings) {
        for (Option option : settings.options()) {
            if (option.effect() == Option.Effect.REFUSED && settings.asksFor(option)) {
                throw new InvalidArgument(
                        settings.source(option) + " is not supported yet: refusing to serve without it");
            }
        }
    }

    private static DaemonConfig config(Settings s) {
        String group = s.last(Options.GROUP).orElse("docker");
        Path execRoot = absolute(s, Options.EXEC_ROOT, "/run/djong");
        RuntimeSettings runtimes = new RuntimeSettings(s);
        return new DaemonConfig(
                dataRoot(s),
                execRoot,
                s.last(Options.PIDFILE, Path::of),
                s.all(Options.HOST, host -> HostFlag.parse(host, group)),
                group,
                s.isOn(Options.DEBUG, s.last(Options.LOG_LEVEL).orElse("").equals("debug")),
                registries(s),
                new TransferConfig(positive(s, Options.MAX_DOWNLOADS, 3), positive(s, Options.MAX_UPLOADS, 5)),
                s.isOn(Options.DISCARD_BLOBS, false) ? ImageStore.Blobs.DISCARDED : ImageStore.Blobs.KEPT,
                new NetworkSettings(s).config(execRoot.resolve("network")),
                logs(s),
                runtimes.standard(),
                runtimes.usable(),
                cdiDirectories(s),
                containers(s),
                s.last(Options.USERNS_REMAP).orElse(""),
                new ShutdownConfig(
                        s.isOn(Options.LIVE_RESTORE, true),
                        s.last(Options.SHUTDOWN_TIMEOUT, Integer::parseInt).orElse(15)),
                new ServeConfig(registry(s), s.last(Options.SERVE_MIRROR, HostPort::parse)),
                securityOptions(s),
                s.all(Options.LABEL, Parsers::label),
                warnings(s, runtimes));
    }

    /** Where CDI specifications are; nowhere if CDI is turned off, by its switch or by an empty name. */
    private static List<Path> cdiDirectories(Settings s) {
        boolean off = pairs(s.all(Options.FEATURE)).getOrDefault("cdi", "true").equals("false");
        List<String> named = s.has(Options.CDI_SPEC_DIR) ? s.all(Options.CDI_SPEC_DIR) : CDI_DIRECTORIES;
        return off || named.contains("")
                ? List.of()
                : named.stream().map(Path::of).toList();
    }

    private static RegistrySettings registries(Settings s) {
        RegistrySettings plain = RegistrySettings.defaults();
        s.all(Options.INSECURE_REGISTRY, entry -> plain.withInsecure(List.of(entry))); // names the wrong one
        return plain.withMirrors(s.all(Options.REGISTRY_MIRROR, Parsers::mirror))
                .withRegistryMirrors(s.last(Options.REGISTRY_CONFIG, Parsers::registryMirrors)
                        .orElse(Map.of()))
                .withInsecure(s.all(Options.INSECURE_REGISTRY))
                .withHostDirectories(HOST_DIRECTORIES)
                .withProxies(proxies(s))
                .withAttempts(positive(s, Options.MAX_ATTEMPTS, 5));
    }

    /** What flags say, else the file, else the environment. */
    private static ProxySettings proxies(Settings s) {
        ProxySettings given = new ProxySettings(
                s.last(Options.HTTP_PROXY, Parsers::proxy).orElse(""),
                s.last(Options.HTTPS_PROXY, Parsers::proxy).orElse(""),
                s.last(Options.NO_PROXY).orElse(""));
        return given.orElse(s.last(Options.PROXIES, Parsers::proxies).orElse(ProxySettings.NONE))
                .orElse(ProxySettings.of(System.getenv()));
    }

    private static LogConfig logs(Settings s) {
        String driver = s.last(Options.LOG_DRIVER, LogDriver::named)
                .orElse(LogDriver.JSON_FILE)
                .word();
        Map<String, String> options = pairs(s.all(Options.LOG_OPT));
        try {
            DriverSettings.parse(driver, options);
        } catch (InvalidArgument e) {
            s.all(Options.LOG_OPT, option -> requireOther(driver, options, option, e)); // names the wrong one
            throw new InvalidArgument("failed to set log opts: " + e.getMessage(), e);
        }
        return new LogConfig(driver, options);
    }

    /** Passes the failure on if without the one option there would be none. */
    private static String requireOther(
            String driver, Map<String, String> options, String option, InvalidArgument failure) {
        Map<String, String> others = new LinkedHashMap<>(options);
        others.keySet().removeAll(pairs(List.of(option)).keySet());
        try {
            DriverSettings.parse(driver, others);
        } catch (InvalidArgument e) {
            return option;
        }
        throw failure;
    }

    private static ContainerDefaults containers(Settings s) {
        ContainerDefaults standard = ContainerDefaults.STANDARD;
        ContainerDefaults plain = new ContainerDefaults(
                s.last(Options.CGROUP_PARENT).filter(p -> !p.isEmpty()).orElse(standard.cgroupParent()),
                standard.seccomp(),
                s.isOn(Options.NO_NEW_PRIVILEGES, standard.noNewPrivileges()),
                new HostSettings(s).defaults(),
                new RealTimeShare(
                        s.last(Options.CPU_RT_PERIOD, Parsers::count).orElse(0),
                        s.last(Options.CPU_RT_RUNTIME, Parsers::count).orElse(0)));
        return s.last(Options.SECCOMP_PROFILE, name -> plain.withSeccomp(Parsers.seccomp(name)))
                .orElse(plain);
    }

    private static List<String> securityOptions(Settings s) {
        List<String> options = new ArrayList<>();
        options.add("name=seccomp,profile="
                + s.last(Options.SECCOMP_PROFILE).filter(p -> !p.isEmpty()).orElse("builtin"));
        if (s.isOn(Options.NO_NEW_PRIVILEGES, false)) {
            options.add("name=no-new-privileges");
        }
        return options;
    }

    private static Path dataRoot(Settings s) {
        return absolute(s, Options.DATA_ROOT, "/var/lib/djong");
    }

    /** The registry within the daemon: in the data root and without a log of requests, where nothing else is said. */
    private static Optional<ServeArguments> registry(Settings s) {
        Optional<String> address = s.last(Options.SERVE_REGISTRY, text -> {
            InetSocketAddress _ = HostPort.parse(text);
            return text;
        });
        List<String> asked = s.all(Options.SERVE_REGISTRY_OPT, ServeArguments::checkedPair);
        if (address.isEmpty() && !asked.isEmpty()) {
            throw new InvalidArgument(s.source(Options.SERVE_REGISTRY_OPT) + " needs " + Options.SERVE_REGISTRY.key());
        }
        return address.map(text -> {
            List<String> options = new ArrayList<>();
            options.add("addr=" + text);
            options.add("root=" + dataRoot(s).resolve("registry"));
            options.add("access-log=off");
            options.addAll(asked);
            try {
                return ServeArguments.ofPairs(options);
            } catch (InvalidArgument e) {
                throw new InvalidArgument(s.source(Options.SERVE_REGISTRY_OPT) + ": " + e.message(), e);
            }
        });
    }

    private static Path absolute(Settings s, Option option, String fallback) {
        return s.last(option, Path::of)
                .orElse(Path.of(fallback))
                .toAbsolutePath()
                .normalize();
    }

    /** A number of things; 0 for the default. */
    private static int positive(Settings s, Option option, int fallback) {
        return s.last(option, Parsers::count).filter(value -> value > 0).orElse(fallback);
    }

    static Map<String, String> pairs(List<String> texts) {
        Map<String, String> map = new LinkedHashMap<>();
        for (String text : texts) {
            int equals = text.indexOf('=');
            map.put(equals < 0 ? text : text.substring(0, equals), equals < 0 ? "" : text.substring(equals + 1));
        }
        return Map.copyOf(map);
    }

    private static List<String> warnings(Settings s, RuntimeSettings runtimes) {
        List<String> warnings = new ArrayList<>(runtimes.warnings());
        for (Option option : s.options()) {
            if (option.effect() == Option.Effect.NONE) {
                warnings.add(s.source(option) + " is accepted and has no effect");
            }
        }
        pairs(s.all(Options.FEATURE)).keySet().stream()
                .filter(feature -> !feature.equals("cdi"))
                .sorted()
                .forEach(feature -> warnings.add("the feature " + feature + " is accepted and has no effect"));
        return List.copyOf(warnings);
    }
}
