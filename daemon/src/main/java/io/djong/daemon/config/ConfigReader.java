package io.djong.daemon.config;

import io.djong.model.error.InvalidArgument;
import io.djong.runtime.spec.ContainerDefaults;
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
    private static final Path DOCKER_FILE = Path.of("/etc/docker/daemon.json");

    private final Settings flags;

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

    /** The configuration. @throws InvalidArgument that names the file or flag which is wrong */
    public DaemonConfig read() {
        Settings settings = new Settings();
        settings.fillFrom(flags);
        Settings file = fileSettings();
        refuseBoth(file);
        settings.fillFrom(file);
        return config(settings);
    }

    private Settings fileSettings() {
        Optional<Path> named = flags.last(Options.CONFIG_FILE).map(Path::of);
        if (named.isPresent()) {
            return ConfigFile.read(named.get());
        }
        if (Files.exists(OWN_FILE)) {
            return ConfigFile.read(OWN_FILE);
        }
        return Files.exists(DOCKER_FILE) ? withoutFlags(ConfigFile.readPolicy(DOCKER_FILE)) : new Settings();
    }

    /** Docker's file is not ours: where a flag says otherwise, the flag wins without complaint. */
    private Settings withoutFlags(Settings policy) {
        Settings rest = new Settings();
        policy.options().stream()
                .filter(option -> !flags.has(option))
                .forEach(option -> policy.all(option).forEach(value -> rest.add(option, value)));
        return rest;
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

    private static DaemonConfig config(Settings s) {
        return new DaemonConfig(
                absolute(s, Options.DATA_ROOT, "/var/lib/djong"),
                absolute(s, Options.EXEC_ROOT, "/run/djong"),
                s.last(Options.PIDFILE).map(Path::of),
                s.all(Options.HOST),
                s.last(Options.GROUP).orElse("docker"),
                s.isOn(Options.DEBUG, s.last(Options.LOG_LEVEL).orElse("").equals("debug")),
                new DaemonConfig.Registries(
                        s.all(Options.REGISTRY_MIRROR),
                        s.all(Options.INSECURE_REGISTRY),
                        positive(s, Options.MAX_DOWNLOADS, 3),
                        positive(s, Options.MAX_ATTEMPTS, 5)),
                network(s),
                new DaemonConfig.Resolver(s.all(Options.DNS), s.all(Options.DNS_SEARCH), s.all(Options.DNS_OPT)),
                s.last(Options.LOG_DRIVER),
                pairs(s.all(Options.LOG_OPT)),
                s.last(Options.DEFAULT_RUNTIME).orElse("runc"),
                pairs(s.all(Options.ADD_RUNTIME)),
                containers(s),
                s.all(Options.LABEL),
                s.isOn(Options.LIVE_RESTORE, false),
                positive(s, Options.SHUTDOWN_TIMEOUT, 15),
                warnings(s));
    }

    private static DaemonConfig.DefaultNetwork network(Settings s) {
        return new DaemonConfig.DefaultNetwork(
                s.last(Options.BRIDGE).filter(b -> !b.isEmpty()).orElse("djong0"),
                s.last(Options.BIP),
                s.last(Options.FIXED_CIDR),
                s.last(Options.IP),
                s.last(Options.MTU).map(Integer::parseInt).orElse(0),
                s.isOn(Options.IPTABLES, true));
    }

    private static ContainerDefaults containers(Settings s) {
        ContainerDefaults standard = ContainerDefaults.STANDARD;
        return new ContainerDefaults(
                s.last(Options.CGROUP_PARENT).filter(p -> !p.isEmpty()).orElse(standard.cgroupParent()),
                standard.seccomp(),
                standard.noNewPrivileges());
    }

    private static Path absolute(Settings s, Option option, String fallback) {
        return Path.of(s.last(option).orElse(fallback)).toAbsolutePath().normalize();
    }

    private static int positive(Settings s, Option option, int fallback) {
        int value = s.last(option).map(Integer::parseInt).orElse(fallback);
        if (value < 0) {
            throw new InvalidArgument("invalid " + option.key() + ": " + value);
        }
        return value == 0 ? fallback : value;
    }

    private static Map<String, String> pairs(List<String> texts) {
        Map<String, String> map = new LinkedHashMap<>();
        for (String text : texts) {
            int equals = text.indexOf('=');
            map.put(equals < 0 ? text : text.substring(0, equals), equals < 0 ? "" : text.substring(equals + 1));
        }
        return Map.copyOf(map);
    }

    private static List<String> warnings(Settings s) {
        List<String> warnings = new ArrayList<>();
        for (Option option : s.options()) {
            if (!option.honoured()) {
                String name = option.flag().isEmpty() ? option.key() : "--" + option.flag();
                warnings.add(name + " is accepted and has no effect");
            }
        }
        return List.copyOf(warnings);
    }
}
