package io.djong.daemon.config;

import static io.djong.daemon.config.Option.Kind.LIST;
import static io.djong.daemon.config.Option.Kind.MAP;
import static io.djong.daemon.config.Option.Kind.NUMBER;
import static io.djong.daemon.config.Option.Kind.OBJECT;
import static io.djong.daemon.config.Option.Kind.SWITCH;
import static io.djong.daemon.config.Option.Kind.TEXT;
import static io.djong.daemon.config.Option.accepted;
import static io.djong.daemon.config.Option.of;
import static io.djong.daemon.config.Option.refused;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Every setting that dockerd knows, by its names. */
final class Options {
    static final Option HOST =
            of("host", "hosts", LIST, "Daemon socket(s) to connect to").letter('H');
    static final Option DATA_ROOT = of("data-root", "data-root", TEXT, "Root directory of persistent state");
    static final Option EXEC_ROOT = of("exec-root", "exec-root", TEXT, "Root directory for execution state files");
    static final Option PIDFILE =
            of("pidfile", "pidfile", TEXT, "Path to use for daemon PID file").letter('p');
    static final Option CONFIG_FILE = of("config-file", "", TEXT, "Daemon configuration file");
    static final Option GROUP =
            of("group", "group", TEXT, "Group for the unix socket").letter('G');
    static final Option DEBUG =
            of("debug", "debug", SWITCH, "Enable debug mode").letter('D').policy();
    static final Option LOG_LEVEL = of(
                    "log-level", "log-level", TEXT, "Logging level (debug, info, warn, error, fatal)")
            .letter('l')
            .policy();
    static final Option USERNS_REMAP = of(
                    "userns-remap", "userns-remap", TEXT, "User/Group setting for user namespaces")
            .policy();
    static final Option VALIDATE = of("validate", "", SWITCH, "Validate daemon configuration and exit");
    static final Option CHECK =
            of("check", "", SWITCH, "Verify everything in the data root, repair what can be, and exit");
    static final Option MOVE_DATA_ROOT =
            of("move-data-root", "", TEXT, "Move the data root to another directory and exit");
    static final Option WIPE = of("wipe", "", SWITCH, "Remove all images, containers and volumes and exit");
    static final Option YES =
            of("yes", "", SWITCH, "Do not ask for confirmation of --wipe").letter('y');
    static final Option VERSION =
            of("version", "", SWITCH, "Print version information and quit").letter('v');
    static final Option HELP = of("help", "", SWITCH, "Print usage").letter('h');
    static final Option REGISTRY_MIRROR = of("registry-mirror", "registry-mirrors", LIST, "Preferred registry mirror")
            .policy();
    static final Option HTTP_PROXY = of("http-proxy", "http-proxy", TEXT, "HTTP proxy URL to use for outgoing traffic")
            .policy();
    static final Option HTTPS_PROXY = of(
                    "https-proxy", "https-proxy", TEXT, "HTTPS proxy URL to use for outgoing traffic")
            .policy();
    static final Option NO_PROXY = of(
                    "no-proxy", "no-proxy", TEXT, "Comma-separated list of hosts to bypass the proxy for")
            .policy();
    static final Option PROXIES =
            of("", "proxies", OBJECT, "Proxies for outgoing traffic").policy();
    static final Option REGISTRY_CONFIG =
            of("", "registry-config", OBJECT, "Mirrors of each registry").policy();
    static final Option INSECURE_REGISTRY = of(
                    "insecure-registry", "insecure-registries", LIST, "Enable insecure registry communication")
            .policy();
    static final Option MAX_DOWNLOADS = of(
                    "max-concurrent-downloads", "max-concurrent-downloads", NUMBER, "Set the max concurrent downloads")
            .policy();
    static final Option MAX_UPLOADS = of(
                    "max-concurrent-uploads", "max-concurrent-uploads", NUMBER, "Set the max concurrent uploads")
            .policy();
    static final Option MAX_ATTEMPTS = of(
                    "max-download-attempts",
                    "max-download-attempts",
                    NUMBER,
                    "Set the max download attempts for each pull")
            .policy();
    static final Option DISCARD_BLOBS = of(
            "discard-layer-blobs",
            "discard-layer-blobs",
            SWITCH,
            "Keep layers unpacked only; what is saved or pushed is packed again, where that gives the same");
    static final Option SERVE_REGISTRY =
            of("serve-registry", "serve-registry", TEXT, "Serve a registry of images at HOST:PORT");
    static final Option SERVE_REGISTRY_OPT = of(
            "serve-registry-opt",
            "serve-registry-opts",
            MAP,
            "Options of that registry, by the names that 'djong registry serve' has for them");
    static final Option SERVE_MIRROR =
            of("serve-mirror", "serve-mirror", TEXT, "Serve this engine's images at HOST:PORT, to be pulled by others");
    static final Option BRIDGE = of(
                    "bridge", "bridge", TEXT, "Attach containers to a network bridge, 'none' for no network")
            .letter('b');
    static final Option BIP = of("bip", "bip", TEXT, "Specify network bridge IP");
    static final Option FIXED_CIDR = of("fixed-cidr", "fixed-cidr", TEXT, "IPv4 subnet for fixed IPs");
    static final Option IPTABLES = of("iptables", "iptables", SWITCH, "Enable addition of firewall rules");
    static final Option IP = of("ip", "ip", TEXT, "Default IP when binding container ports");
    static final Option MTU = of("mtu", "mtu", NUMBER, "Set the containers network MTU");
    static final Option DNS = of("dns", "dns", LIST, "DNS server to use").policy();
    static final Option DNS_OPT =
            of("dns-opt", "dns-opts", LIST, "DNS options to use").policy();
    static final Option DNS_SEARCH =
            of("dns-search", "dns-search", LIST, "DNS search domains to use").policy();
    static final Option LABEL =
            of("label", "labels", LIST, "Set key=value labels to the daemon").policy();
    static final Option LOG_DRIVER = of("log-driver", "log-driver", TEXT, "Default driver for container logs")
            .policy();
    static final Option LOG_OPT = of("log-opt", "log-opts", MAP, "Default log driver options for containers")
            .policy();
    static final Option DEFAULT_RUNTIME = of(
                    "default-runtime", "default-runtime", TEXT, "Default OCI runtime for containers")
            .policy();
    static final Option ADD_RUNTIME = of(
                    "add-runtime", "runtimes", MAP, "Register an additional OCI compatible runtime")
            .policy();
    static final Option CDI_SPEC_DIR =
            of("cdi-spec-dir", "cdi-spec-dirs", LIST, "CDI specification directories to use");
    static final Option FEATURE = of("feature", "features", MAP, "Enable feature in the daemon");
    static final Option LIVE_RESTORE = of(
            "live-restore",
            "live-restore",
            SWITCH,
            "Keep containers running while the daemon is stopped; on by default (they survive its death in any case)");
    static final Option SHUTDOWN_TIMEOUT = of(
                    "shutdown-timeout", "shutdown-timeout", NUMBER, "Set the default shutdown timeout in seconds")
            .policy();
    static final Option ICC =
            of("icc", "icc", SWITCH, "Enable inter-container communication").policy();
    static final Option IP_MASQ = of("ip-masq", "ip-masq", SWITCH, "Enable IP masquerading");
    static final Option IP_FORWARD = of("ip-forward", "ip-forward", SWITCH, "Enable net.ipv4.ip_forward");
    static final Option HOST_GATEWAY =
            of("host-gateway-ip", "host-gateway-ips", LIST, "IP address that host-gateway in --add-host resolves to");
    static final Option HOST_GATEWAY_BEFORE_28 =
            of("", "host-gateway-ip", TEXT, "IP address that host-gateway in --add-host resolves to");
    static final Option ADDRESS_POOL = of(
            "default-address-pool",
            "default-address-pools",
            LIST,
            "Default address pools for networks, as base=10.10.0.0/16,size=24");
    static final Option SECCOMP_PROFILE = of(
                    "seccomp-profile",
                    "seccomp-profile",
                    TEXT,
                    "Path to seccomp profile, or \"builtin\", or \"unconfined\"")
            .policy();
    static final Option NO_NEW_PRIVILEGES = of(
                    "no-new-privileges",
                    "no-new-privileges",
                    SWITCH,
                    "Set no-new-privileges by default for new containers")
            .policy();
    static final Option CGROUP_PARENT =
            of("cgroup-parent", "cgroup-parent", TEXT, "Set parent cgroup for all containers");

    static final Option CPU_RT_PERIOD =
            of("cpu-rt-period", "cpu-rt-period", NUMBER, "Limit the CPU real-time period in microseconds");
    static final Option CPU_RT_RUNTIME =
            of("cpu-rt-runtime", "cpu-rt-runtime", NUMBER, "Limit the CPU real-time runtime in microseconds");
    static final Option DEFAULT_IPC = of(
                    "default-ipc-mode", "default-ipc-mode", TEXT, "Default mode for containers ipc")
            .policy();
    static final Option DEFAULT_CGROUPNS = of(
                    "default-cgroupns-mode",
                    "default-cgroupns-mode",
                    TEXT,
                    "Default mode for containers cgroup namespace")
            .policy();
    static final Option DEFAULT_SHM_SIZE = of(
                    "default-shm-size", "default-shm-size", TEXT, "Default shm size for containers")
            .policy();
    static final Option DEFAULT_ULIMIT = of(
                    "default-ulimit", "default-ulimits", OBJECT, "Default ulimits for containers")
            .policy();
    static final Option INIT = of(
                    "init", "init", SWITCH, "Run an init in the container to forward signals and reap processes")
            .policy();
    static final Option INIT_PATH = of("init-path", "init-path", TEXT, "Path to the docker-init binary");

    static final List<Option> ALL = List.of(
            ADD_RUNTIME,
            accepted(
                    "allow-nondistributable-artifacts",
                    "allow-nondistributable-artifacts",
                    LIST,
                    "Allow push of nondistributable artifacts"),
            accepted("api-cors-header", "api-cors-header", TEXT, "Set CORS headers in the Engine API"),
            refused("authorization-plugin", "authorization-plugins", LIST, "Authorization plugins to load")
                    .policy(),
            BIP,
            accepted("bip6", "bip6", TEXT, "Specify default-bridge IPv6 network"),
            BRIDGE,
            accepted("bridge-accept-fwmark", "bridge-accept-fwmark", TEXT, "Accept packets with this mark"),
            CDI_SPEC_DIR,
            CGROUP_PARENT,
            CHECK,
            CONFIG_FILE,
            accepted("containerd", "containerd", TEXT, "containerd grpc address"),
            accepted("containerd-namespace", "containerd-namespace", TEXT, "Containerd namespace to use"),
            accepted(
                    "containerd-plugins-namespace",
                    "containerd-plugin-namespace",
                    TEXT,
                    "Containerd namespace to use for plugins"),
            CPU_RT_PERIOD,
            CPU_RT_RUNTIME,
            accepted("cri-containerd", "cri-containerd", SWITCH, "start containerd with cri"),
            DATA_ROOT,
            DEBUG,
            ADDRESS_POOL,
            DEFAULT_CGROUPNS,
            accepted("default-gateway", "default-gateway", TEXT, "Default gateway IPv4 address for the default bridge"),
            accepted(
                    "default-gateway-v6",
                    "default-gateway-v6",
                    TEXT,
                    "Default gateway IPv6 address for the default bridge"),
            DEFAULT_IPC,
            accepted("default-network-opt", "default-network-opts", OBJECT, "Default network options"),
            DEFAULT_RUNTIME,
            DEFAULT_SHM_SIZE,
            DEFAULT_ULIMIT,
            DISCARD_BLOBS,
            DNS,
            DNS_OPT,
            DNS_SEARCH,
            accepted("exec-opt", "exec-opts", LIST, "Runtime execution options"),
            EXEC_ROOT,
            accepted("experimental", "experimental", SWITCH, "Enable experimental features"),
            FEATURE,
            accepted("firewall-backend", "firewall-backend", TEXT, "Firewall backend to use"),
            FIXED_CIDR,
            accepted("fixed-cidr-v6", "fixed-cidr-v6", TEXT, "IPv6 subnet for fixed IPs"),
            GROUP,
            HELP,
            HOST,
            HOST_GATEWAY,
            HOST_GATEWAY_BEFORE_28,
            HTTP_PROXY,
            HTTPS_PROXY,
            ICC,
            INIT,
            INIT_PATH,
            INSECURE_REGISTRY,
            IP,
            IP_FORWARD,
            accepted(
                    "ip-forward-no-drop", "ip-forward-no-drop", SWITCH, "Do not set the filter-FORWARD policy to DROP"),
            IP_MASQ,
            accepted("ip6tables", "ip6tables", SWITCH, "Enable addition of IPv6 firewall rules"),
            IPTABLES,
            accepted("ipv6", "ipv6", SWITCH, "Enable IPv6 networking"),
            LABEL,
            LIVE_RESTORE,
            LOG_DRIVER,
            accepted("log-format", "log-format", TEXT, "Set the logging format (text, json)"),
            LOG_LEVEL,
            LOG_OPT,
            MAX_DOWNLOADS,
            MAX_UPLOADS,
            MAX_ATTEMPTS,
            MOVE_DATA_ROOT,
            accepted("metrics-addr", "metrics-addr", TEXT, "Set default address and port to serve the metrics api on"),
            accepted("min-api-version", "min-api-version", TEXT, "Minimum API version"),
            MTU,
            accepted("network-control-plane-mtu", "network-control-plane-mtu", NUMBER, "Network Control plane MTU"),
            NO_NEW_PRIVILEGES,
            NO_PROXY,
            accepted("node-generic-resource", "node-generic-resources", LIST, "Advertise user-defined resource"),
            accepted("oom-score-adjust", "oom-score-adjust", NUMBER, "Set the oom_score_adj for the daemon"),
            PIDFILE,
            accepted("raw-logs", "raw-logs", SWITCH, "Full timestamps without ANSI coloring"),
            REGISTRY_CONFIG,
            REGISTRY_MIRROR,
            refused("rootless", "rootless", SWITCH, "Enable rootless mode"),
            SECCOMP_PROFILE,
            refused("selinux-enabled", "selinux-enabled", SWITCH, "Enable selinux support")
                    .policy(),
            SERVE_MIRROR,
            SERVE_REGISTRY,
            SERVE_REGISTRY_OPT,
            SHUTDOWN_TIMEOUT,
            accepted("storage-driver", "storage-driver", TEXT, "Storage driver to use")
                    .letter('s'),
            accepted("storage-opt", "storage-opts", LIST, "Storage driver options"),
            accepted(
                    "swarm-default-advertise-addr",
                    "swarm-default-advertise-addr",
                    TEXT,
                    "Set default address or interface for swarm"),
            refused("tls", "tls", SWITCH, "Use TLS; implied by --tlsverify"),
            refused("tlscacert", "tlscacert", TEXT, "Trust certs signed only by this CA"),
            refused("tlscert", "tlscert", TEXT, "Path to TLS certificate file"),
            refused("tlskey", "tlskey", TEXT, "Path to TLS key file"),
            refused("tlsverify", "tlsverify", SWITCH, "Use TLS and verify the remote"),
            accepted("userland-proxy", "userland-proxy", SWITCH, "Use userland proxy for loopback traffic"),
            accepted("userland-proxy-path", "userland-proxy-path", TEXT, "Path to the userland proxy binary"),
            USERNS_REMAP,
            VALIDATE,
            VERSION,
            WIPE,
            YES,
            accepted(
                    "",
                    "allow-direct-routing",
                    SWITCH,
                    "Allow remote access to published ports on container addresses"),
            accepted("", "builder", OBJECT, "Settings of the builder"),
            accepted("", "deprecated-key-path", TEXT, "Path to a key file"),
            PROXIES);

    /** Those that a file which is read again may change while the daemon runs: Docker's, and the mirrors. */
    static final Set<Option> RELOADED = Set.of(
            ADD_RUNTIME,
            DEBUG,
            DEFAULT_CGROUPNS,
            DEFAULT_IPC,
            DEFAULT_RUNTIME,
            DEFAULT_SHM_SIZE,
            FEATURE,
            INSECURE_REGISTRY,
            LABEL,
            LIVE_RESTORE,
            MAX_ATTEMPTS,
            MAX_DOWNLOADS,
            MAX_UPLOADS,
            REGISTRY_CONFIG,
            REGISTRY_MIRROR,
            SHUTDOWN_TIMEOUT);

    /** Those of them that go back to their defaults where the file no longer names them; the others stay. */
    static final Set<Option> RESET = Set.of(FEATURE, MAX_ATTEMPTS, MAX_DOWNLOADS, MAX_UPLOADS);

    private Options() {}

    static Optional<Option> byFlag(String flag) {
        return ALL.stream()
                .filter(o -> !o.flag().isEmpty() && o.flag().equals(flag))
                .findFirst();
    }

    static Optional<Option> byLetter(char letter) {
        return ALL.stream().filter(o -> o.letter() == letter).findFirst();
    }

    static Optional<Option> byKey(String key) {
        return ALL.stream()
                .filter(o -> !o.key().isEmpty() && o.key().equals(key))
                .findFirst();
    }
}
