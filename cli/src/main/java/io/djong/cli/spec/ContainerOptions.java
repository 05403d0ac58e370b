package io.djong.cli.spec;

import static io.djong.cli.option.Option.bytes;
import static io.djong.cli.option.Option.duration;
import static io.djong.cli.option.Option.flag;
import static io.djong.cli.option.Option.integer;
import static io.djong.cli.option.Option.list;
import static io.djong.cli.option.Option.text;

import io.djong.cli.option.Option;
import java.util.ArrayList;
import java.util.List;

/** The options that say what a container is to be: those that {@code run} and {@code create} share. */
public final class ContainerOptions {
    private ContainerOptions() {}

    public static List<Option> all() {
        List<Option> all = new ArrayList<>(ofEveryProcess());
        all.addAll(process());
        all.addAll(health());
        all.addAll(files());
        all.addAll(network());
        all.addAll(namespaces());
        all.addAll(resources());
        all.addAll(blockIo());
        all.addAll(life());
        return all;
    }

    /** Those that a process has which {@code exec} adds, too. */
    public static List<Option> ofEveryProcess() {
        return List.of(
                list('e', "env", "Set environment variables"),
                list("env-file", "Read environment variables from a file"),
                flag('i', "interactive", "Keep STDIN open even if not attached"),
                flag('t', "tty", "Allocate a pseudo-TTY"),
                text('u', "user", "User name or id, and group (form: <name|uid>[:<group|gid>])"),
                text('w', "workdir", "Working directory in the container"));
    }

    private static List<Option> process() {
        return List.of(
                list('a', "attach", "Attach to STDIN, STDOUT or STDERR"),
                text("entrypoint", "Replace the image's entrypoint"),
                list("group-add", "More groups for the process"),
                text('h', "hostname", "Host name of the container"),
                text("domainname", "NIS domain name of the container"),
                flag("init", "Run an init in the container that forwards signals and reaps processes"),
                list('l', "label", "Set metadata on the container"),
                list("label-file", "Read labels from a file"));
    }

    private static List<Option> health() {
        return List.of(
                text("health-cmd", "Command that checks the container's health"),
                duration("health-interval", "Time between two checks (ms|s|m|h)"),
                integer("health-retries", "Failures in a row after which the container is unhealthy"),
                duration("health-start-interval", "Time between two checks while the container starts (ms|s|m|h)"),
                duration("health-start-period", "Time in which failures do not count (ms|s|m|h)"),
                duration("health-timeout", "Time after which a check has failed (ms|s|m|h)"),
                flag("no-healthcheck", "Leave out the image's health check"));
    }

    private static List<Option> files() {
        return List.of(
                list("device", "Add a device of the host to the container"),
                list("device-cgroup-rule", "Add a rule to the cgroup's list of allowed devices"),
                list("mount", "Attach a file system to the container").valued("mount"),
                flag("read-only", "Mount the container's root file system read-only"),
                bytes("shm-size", "Size of /dev/shm"),
                list("storage-opt", "Options of the storage driver for the container"),
                list("tmpfs", "Mount a tmpfs directory"),
                list('v', "volume", "Mount a volume or a directory of the host"),
                text("volume-driver", "Driver for the container's volumes"),
                list("volumes-from", "Mount the volumes of other containers"));
    }

    private static List<Option> network() {
        return List.of(
                list("add-host", "Add a line to the container's hosts file (host:ip)"),
                list("dns", "Set DNS servers"),
                list("dns-option", "Set options of the resolver"),
                list("dns-search", "Set DNS search domains"),
                list("expose", "Expose a port or a range of ports"),
                text("ip", "IPv4 address (e.g., 172.30.100.104)"),
                text("ip6", "IPv6 address (e.g., 2001:db8::33)"),
                list("link", "Add a link to another container"),
                list("link-local-ip", "Link-local addresses of the container"),
                text("mac-address", "MAC address of the container (e.g., 92:d0:c6:0a:29:33)"),
                list("network", "Connect the container to a network").valued("network"),
                list("net", "").valued("network"),
                list("network-alias", "More names of the container on its network"),
                list('p', "publish", "Publish a port of the container on the host"),
                flag('P', "publish-all", "Publish all exposed ports on free ports of the host"));
    }

    private static List<Option> namespaces() {
        return List.of(
                list("cap-add", "Add Linux capabilities"),
                list("cap-drop", "Drop Linux capabilities"),
                text("cgroup-parent", "The cgroup above the container's"),
                text("cgroupns", "Cgroup namespace to use (host|private)"),
                text("ipc", "IPC mode to use"),
                text("isolation", "Isolation technology of the container"),
                text("pid", "PID namespace to use"),
                flag("privileged", "Give the container all privileges"),
                text("runtime", "OCI runtime for the container"),
                list("security-opt", "Security options"),
                list("sysctl", "Kernel parameters of the container").valued("map"),
                text("userns", "User namespace to use"),
                text("uts", "UTS namespace to use"));
    }

    private static List<Option> resources() {
        return List.of(
                integer("cpu-period", "Length of a CPU CFS period in microseconds"),
                integer("cpu-quota", "CPU time in each CFS period in microseconds"),
                integer("cpu-rt-period", "Length of a CPU real-time period in microseconds"),
                integer("cpu-rt-runtime", "CPU real-time runtime in microseconds"),
                integer('c', "cpu-shares", "CPU shares (relative weight)"),
                text("cpus", "Number of CPUs").valued("decimal"),
                text("cpuset-cpus", "CPUs on which to run (0-3, 0,1)"),
                text("cpuset-mems", "Memory nodes from which to allocate (0-3, 0,1)"),
                list("gpus", "GPU devices for the container ('all' for all)").valued("gpu-request"),
                bytes("kernel-memory", "Limit of kernel memory"),
                bytes("memory", "Limit of memory").lettered('m'),
                bytes("memory-reservation", "Soft limit of memory"),
                bytes("memory-swap", "Limit of memory and swap together: -1 for no limit of swap"),
                integer("memory-swappiness", "Swappiness of the container's memory (0 to 100)"),
                flag("oom-kill-disable", "Do not kill when memory runs out"),
                integer("oom-score-adj", "The host's preference for killing it when memory runs out (-1000 to 1000)"),
                integer("pids-limit", "Limit of processes (-1 for none)"),
                list("ulimit", "Resource limits of the process").valued("ulimit"));
    }

    private static List<Option> blockIo() {
        return List.of(
                integer("blkio-weight", "Block I/O weight (10 to 1000, or 0 for none)"),
                list("blkio-weight-device", "Block I/O weight of a device"),
                list("device-read-bps", "Limit of reading from a device (bytes per second)"),
                list("device-read-iops", "Limit of reading from a device (operations per second)"),
                list("device-write-bps", "Limit of writing to a device (bytes per second)"),
                list("device-write-iops", "Limit of writing to a device (operations per second)"));
    }

    private static List<Option> life() {
        return List.of(
                text("cidfile", "Write the container's ID to a file"),
                text("log-driver", "Logging driver of the container"),
                list("log-opt", "Options of the logging driver"),
                text("name", "Name of the container"),
                text("platform", "Platform of the image, where it has several"),
                text("pull", "Pull the image first (\"always\", \"missing\", \"never\") (default \"missing\")")
                        .startingWith("missing"),
                flag('q', "quiet", "Do not show how the pull goes"),
                text("restart", "When to start the container again after its end (default \"no\")"),
                flag("rm", "Remove the container, and its anonymous volumes, when it ends"),
                text("stop-signal", "Signal that stops the container"),
                integer("stop-timeout", "Seconds to wait before the container is killed"));
    }
}
