package io.djong.it.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.djong.it.Host;
import io.djong.testkit.process.Command;
import io.djong.testkit.process.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a container is given of the host: each field is asked for through the command line, read back by inspect, and
 * looked for in the container, where the kernel shows it.
 */
final class HostConfigIT {
    @RegisterExtension
    static final Host HOST =
            Host.with("--default-shm-size=8m", "--default-ulimit=nofile=111:222", "--default-ipc-mode=shareable");

    /**
     * One field.
     *
     * @param flag what asks for it
     * @param template what inspect is asked; empty where it shows nothing
     * @param shown what inspect answers
     * @param look a shell command
     * @param seen the line that it prints, as a regular expression
     */
    private record Field(String flag, String template, String shown, String look, String seen) {
        /** From {@code flag ~ template ~ shown ~ look ~ seen}. */
        static Field parse(String line) {
            String[] parts = line.split(" ~ ?", -1);
            return new Field(parts[0], parts[1].strip(), parts[2].strip(), parts[3], parts[4].strip());
        }
    }

    /** Asks one container for all the fields of a table, and looks for each. */
    private static void check(String table, String... more) {
        List<Field> fields = table.lines().map(Field::parse).toList();
        List<String> arguments = new ArrayList<>(List.of("create", "--name", "box"));
        StringBuilder script = new StringBuilder();
        StringBuilder template = new StringBuilder();
        for (Field field : fields) {
            if (!field.flag().isEmpty()) {
                arguments.add(field.flag());
            }
            template.append(field.template()).append('\n');
            script.append("{ ").append(field.look()).append("; } 2>&1 | tr '\\n\\t' '  '; echo;");
        }
        arguments.addAll(List.of(more));
        arguments.addAll(List.of("busybox", "sh", "-c", script.toString()));
        HOST.docker().ok(arguments.toArray(String[]::new));
        List<String> shown =
                HOST.docker().ok("inspect", "-f", template.toString(), "box").lines();
        List<String> seen = HOST.docker().run("start", "-a", "box").lines();
        for (int i = 0; i < fields.size(); i++) {
            Field field = fields.get(i);
            assertEquals(field.shown(), shown.get(i).strip(), field::toString);
            String line = seen.get(i).strip();
            assertTrue(line.matches(field.seen()), () -> field + " shows: " + line);
        }
        HOST.docker().ok("rm", "-v", "box");
    }

    /** A file of the container's cgroup, by version. */
    private static String cgroup(String v1, String v2) {
        return "cat /sys/fs/cgroup/" + v1 + " /sys/fs/cgroup/" + v2 + " 2>/dev/null | head -n 1";
    }

    @Test
    void limitsOfResources() {
        check("""
                --memory=64m ~ {{.HostConfig.Memory}} ~ 67108864 ~ %s ~ 67108864
                --memory-swap=96m ~ {{.HostConfig.MemorySwap}} ~ 100663296 ~ %s ~ 100663296|33554432|
                --memory-reservation=32m ~ {{.HostConfig.MemoryReservation}} ~ 33554432 ~ %s ~ 33554432
                --cpus=0.5 ~ {{.HostConfig.NanoCpus}} ~ 500000000 ~ %s ~ 50000|50000 100000
                --cpu-shares=512 ~ {{.HostConfig.CpuShares}} ~ 512 ~ %s ~ 512|20
                --cpuset-cpus=0 ~ {{.HostConfig.CpusetCpus}} ~ 0 ~ grep Cpus_allowed_list /proc/self/status ~ .* 0
                --cpuset-mems=0 ~ {{.HostConfig.CpusetMems}} ~ 0 ~ grep Mems_allowed_list /proc/self/status ~ .* 0
                --pids-limit=50 ~ {{.HostConfig.PidsLimit}} ~ 50 ~ %s ~ 50
                --ulimit=nofile=100:200 ~ {{(index .HostConfig.Ulimits 0).Hard}} ~ 200 ~ ulimit -Sn; ulimit -Hn ~ 100 200
                --oom-score-adj=500 ~ {{.HostConfig.OomScoreAdj}} ~ 500 ~ cat /proc/self/oom_score_adj ~ 500
                --shm-size=10m ~ {{.HostConfig.ShmSize}} ~ 10485760 ~ df /dev/shm | tail -n 1 ~ shm +10240 .*
                """.formatted(
                        cgroup("memory/memory.limit_in_bytes", "memory.max"),
                        cgroup("memory/memory.memsw.limit_in_bytes", "memory.swap.max"),
                        cgroup("memory/memory.soft_limit_in_bytes", "memory.low"),
                        cgroup("cpu/cpu.cfs_quota_us", "cpu.max"),
                        cgroup("cpu/cpu.shares", "cpu.weight"),
                        cgroup("pids/pids.max", "pids.max")));
    }

    @Test
    void howFastADiskIsWritten() {
        String disk = Command.of("sh", "-c", "ls /dev/vda /dev/sda /dev/loop0 /dev/nvme0n1 2>/dev/null | head -n 1")
                .run()
                .line();
        assumeFalse(disk.isEmpty(), "there is no disk here");
        check("""
                --device-write-bps=%1$s:1mb ~ {{(index .HostConfig.BlkioDeviceWriteBps 0).Rate}} ~ 1048576 ~ %2$s ~ [0-9]+:0 .*1048576.*
                --device-read-iops=%1$s:50 ~ {{(index .HostConfig.BlkioDeviceReadIOps 0).Path}} ~ %1$s ~ %3$s ~ [0-9]+:0 .*50.*
                """.formatted(
                        disk,
                        cgroup("blkio/blkio.throttle.write_bps_device", "io.max"),
                        cgroup("blkio/blkio.throttle.read_iops_device", "io.max")));
    }

    @Test
    void theDaemonsDefaultsReachWhoAsksForNothing() {
        check("""
                 ~ {{.HostConfig.ShmSize}} ~ 8388608 ~ df /dev/shm | tail -n 1 ~ shm +8192 .*
                 ~ {{.HostConfig.IpcMode}} {{.HostConfig.Runtime}} ~ shareable runc ~ ulimit -Sn; ulimit -Hn ~ 111 222
                 ~ {{.HostConfig.Ulimits}} ~ [] ~ true ~
                 ~ {{.HostConfig.MemorySwap}} ~ 67108864 ~ true ~
                 ~ {{.HostConfig.PidsLimit}} {{.HostConfig.MemorySwappiness}} ~ <nil> <nil> ~ true ~
                 ~ {{.HostConfig.CgroupnsMode}} ~ %s ~ true ~
                """.formatted(Files.exists(Path.of("/sys/fs/cgroup/cgroup.controllers")) ? "private" : "host"), "-m32m");
    }

    @Test
    void whoItIsAndWhatItIsCalled() {
        check("""
                --user=someone ~ {{.Config.User}} ~ someone ~ id -u; id -g ~ 1000 1000
                --group-add=nogroup ~ {{.HostConfig.GroupAdd}} ~ [nogroup] ~ id -G ~ .*65534.*
                --workdir=/srv/made ~ {{.Config.WorkingDir}} ~ /srv/made ~ pwd; stat -c %u:%g . ~ /srv/made 0:0
                --env=A=b c ~ {{index .Config.Env 0}} ~ A=b c ~ echo $A ~ b c
                --env=NOBODY_HAS_THIS ~ {{len .Config.Env}} ~ 2 ~ env | grep -c NOBODY ~ 0
                --hostname=hh ~ {{.Config.Hostname}} ~ hh ~ hostname; cat /etc/hostname ~ hh hh
                --domainname=dd ~ {{.Config.Domainname}} ~ dd ~ cat /proc/sys/kernel/domainname; grep -c 'hh.dd hh' /etc/hosts ~ dd 1
                --dns=192.0.2.1 ~ {{.HostConfig.Dns}} ~ [192.0.2.1] ~ grep ^nameserver /etc/resolv.conf ~ nameserver 192.0.2.1
                --dns-search=example.org ~ {{.HostConfig.DnsSearch}} ~ [example.org] ~ grep ^search /etc/resolv.conf ~ search example.org
                --dns-option=ndots:3 ~ {{.HostConfig.DnsOptions}} ~ [ndots:3] ~ grep ^options /etc/resolv.conf ~ options ndots:3
                --add-host=other:192.0.2.2 ~ {{index .HostConfig.ExtraHosts 0}} ~ other:192.0.2.2 ~ grep other /etc/hosts ~ 192.0.2.2 other
                --add-host=outside:host-gateway ~ {{index .HostConfig.ExtraHosts 1}} ~ outside:host-gateway ~ grep outside /etc/hosts ~ [0-9.]+ outside
                --mac-address=02:42:ac:11:00:99 ~  ~  ~ cat /sys/class/net/eth0/address ~ 02:42:ac:11:00:99
                --label=a=b ~ {{index .Config.Labels "a"}} ~ b ~ true ~
                --stop-signal=USR1 ~ {{.Config.StopSignal}} ~ USR1 ~ true ~
                --stop-timeout=7 ~ {{.Config.StopTimeout}} ~ 7 ~ true ~
                --annotation=k=v ~ {{index .HostConfig.Annotations "k"}} ~ v ~ true ~
                --expose=81/udp ~ {{len .Config.ExposedPorts}} ~ 1 ~ true ~
                """);
        Result passed = HOST.docker()
                .command("run", "--rm", "--env=FROM_CLIENT", "busybox", "sh", "-c", "echo $FROM_CLIENT")
                .withVariable("FROM_CLIENT", "x")
                .run()
                .ok();
        assertEquals("x", passed.line());
    }

    @Test
    void howFarItIsKeptApart() {
        check("""
                --cap-add=NET_ADMIN ~ {{.HostConfig.CapAdd}} ~ [CAP_NET_ADMIN] ~ ip link set lo down && echo down ~ down
                --cap-drop=chown ~ {{.HostConfig.CapDrop}} ~ [CAP_CHOWN] ~ chown 1 /tmp/t ~ .*Operation not permitted.*
                --security-opt=no-new-privileges ~ {{index .HostConfig.SecurityOpt 0}} ~ no-new-privileges ~ grep NoNewPrivs /proc/self/status ~ NoNewPrivs: 1
                --security-opt=seccomp=unconfined ~ {{index .HostConfig.SecurityOpt 1}} ~ seccomp=unconfined ~ grep Seccomp: /proc/self/status ~ Seccomp: 0
                --read-only ~ {{.HostConfig.ReadonlyRootfs}} ~ true ~ touch /x; echo x >>/etc/hosts ~ .*/x: Read-only file system.*hosts: Read-only file system
                --tmpfs=/tmp/t:size=1m,mode=700,exec ~ {{index .HostConfig.Tmpfs "/tmp/t"}} ~ size=1m,mode=700,exec ~ stat -c %%a /tmp/t; grep ' /tmp/t ' /proc/mounts ~ 700 tmpfs /tmp/t tmpfs rw,nosuid,nodev,.*size=1024k.*
                --device=/dev/null:/dev/mine:r ~ {{(index .HostConfig.Devices 0).CgroupPermissions}} ~ r ~ ls -l /dev/mine ~ crw-rw-rw-.* 1, +3 .*/dev/mine
                --device-cgroup-rule=c 42:7 r ~ {{.HostConfig.DeviceCgroupRules}} ~ [c 42:7 r] ~ cat /sys/fs/cgroup/devices/devices.list 2>/dev/null || echo c 42:7 r ~ .*c 42:7 r.*
                --sysctl=net.ipv4.ip_forward=0 ~ {{index .HostConfig.Sysctls "net.ipv4.ip_forward"}} ~ 0 ~ cat /proc/sys/net/ipv4/ip_forward ~ 0
                --cgroupns=private ~ {{.HostConfig.CgroupnsMode}} ~ private ~ head -n 1 /proc/self/cgroup ~ .*:/
                --uts=host ~ {{.HostConfig.UTSMode}} ~ host ~ readlink /proc/self/ns/uts ~ %s
                --pid=host ~ {{.HostConfig.PidMode}} ~ host ~ readlink /proc/self/ns/pid ~ %s
                --ipc=none ~ {{.HostConfig.IpcMode}} ~ none ~ ls /dev/shm ~ .*No such file or directory
                """.formatted(namespace("uts"), namespace("pid")));
    }

    private static String namespace(String kind) {
        String link = Command.of("readlink", "/proc/" + HOST.daemon().pid() + "/ns/" + kind)
                .run()
                .ok()
                .line();
        return link.replace("[", "\\[").replace("]", "\\]");
    }

    @Test
    void aPrivilegedOneIsHardlyKeptApart() {
        String all = Command.of("grep", "CapPrm", "/proc/" + HOST.daemon().pid() + "/status")
                .run()
                .ok()
                .line()
                .split("\\s+", -1)[1];
        check("""
                --privileged ~ {{.HostConfig.Privileged}} ~ true ~ grep CapEff /proc/self/status ~ CapEff: %s
                 ~ {{.HostConfig.SecurityOpt}} ~ [label=disable] ~ grep Seccomp: /proc/self/status ~ Seccomp: 0
                 ~ {{.HostConfig.MaskedPaths}} ~ [] ~ ls -d /dev/kmsg; grep ' /sys ' /proc/mounts ~ /dev/kmsg sysfs /sys sysfs rw,.*
                --init ~ {{.HostConfig.Init}} ~ true ~ tr '\\0' ' ' </proc/1/cmdline ~ /sbin/docker-init -- sh -c.*
                """.formatted(all));
    }

    @Test
    void pathsOfTheSystemAreMaskedUnlessThatIsTurnedOff() {
        check("""
                --label=plain ~ {{index .HostConfig.MaskedPaths 0}} {{index .HostConfig.ReadonlyPaths 0}} ~ /proc/asound /proc/bus ~ wc -c </proc/keys; echo 1 >/proc/sys/vm/swappiness ~ 0 .*Read-only file system
                """);
        check("""
                --security-opt=systempaths=unconfined ~ {{.HostConfig.MaskedPaths}} {{.HostConfig.ReadonlyPaths}} ~ [] [] ~ grep -c ' /proc/' /proc/mounts ~ 0
                """);
    }

    @Test
    void aDirectoryOfDevicesIsGivenWhole() throws IOException {
        Path devices = Files.createDirectories(HOST.daemon().root().path().resolve("devices"));
        Command.of("mknod", devices.resolve("one").toString(), "c", "1", "3")
                .run()
                .ok();
        Command.of("mknod", devices.resolve("two").toString(), "c", "1", "5")
                .run()
                .ok();
        Result result = HOST.docker()
                .ok(
                        "run",
                        "--rm",
                        "--device",
                        devices + ":/dev/all",
                        "busybox",
                        "sh",
                        "-c",
                        "ls /dev/all; head -c 2 /dev/all/two | wc -c");
        assertEquals(List.of("one", "two", "2"), result.lines());
    }

    @Test
    void memoryIsSharedByThoseWhoShareTheirIpc() {
        HOST.docker()
                .ok(
                        "run",
                        "-d",
                        "--name",
                        "donor",
                        "--shm-size=1m",
                        "busybox",
                        "sh",
                        "-c",
                        "echo kept >/dev/shm/f; sleep 1000");
        HOST.docker().ok("exec", "donor", "sh", "-c", "until test -s /dev/shm/f; do :; done");
        Result joined = HOST.docker()
                .ok(
                        "run",
                        "--rm",
                        "--ipc=container:donor",
                        "busybox",
                        "sh",
                        "-c",
                        "cat /dev/shm/f; readlink /proc/self/ns/ipc");
        assertEquals(
                List.of(
                        "kept",
                        HOST.docker()
                                .ok("exec", "donor", "readlink", "/proc/self/ns/ipc")
                                .line()),
                joined.lines());
        HOST.docker().ok("run", "-d", "--name", "alone", "--ipc=private", "busybox", "sleep", "1000");
        Result refused = HOST.docker()
                .run("run", "--rm", "--ipc=container:alone", "busybox", "true")
                .exits(125);
        assertTrue(refused.err().contains("non-shareable IPC (hint: use IpcMode:shareable"), refused::err);
        HOST.docker().ok("kill", "donor");
        refused = HOST.docker()
                .run("run", "--rm", "--ipc=container:donor", "busybox", "true")
                .exits(125);
        assertTrue(refused.err().contains("is not running"), refused::err);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --cap-add=FOO | invalid CapAdd: unknown capability: "CAP_FOO"
                    --cap-drop=FOO | invalid CapDrop: unknown capability: "CAP_FOO"
                    --security-opt=foo=bar | invalid --security-opt 2: "foo=bar"
                    --sysctl=kernel.msgmax=x | /proc/sys/kernel/msgmax: invalid argument
                    --storage-opt=size=1G | --storage-opt is supported only for overlay over xfs with 'pquota' mount option
                    --oom-score-adj=1001 | Invalid value 1001, range for oom score adj is [-1000, 1000]
                    --tmpfs=/x:foo=bar | invalid tmpfs option ["foo" "bar"]
                    --device=/dev/nope | error gathering device information while adding custom device "/dev/nope": no such file or directory
                    --ulimit=nofile=3:2 | ulimit soft limit must be less than or equal to hard limit
                    --user=nope | unable to find user nope: no matching entries in passwd file
                    --group-add=nope | nable to find group nope: no matching entries in group file
                    --workdir=rel | the working directory 'rel' is invalid, it needs to be an absolute path
                    --stop-signal=FOO | nvalid signal: FOO
                    --ipc=container:nope | No such container: nope
                    --pid=container:nope | No such container: nope
                    --network=container:nope | No such container: nope
                    --link=nope | could not get container for nope: No such container: nope
                    --volumes-from=nope | No such container: nope
                    -v=/a:/b:ro,rw | invalid mode: ro,rw
                    -v=/a:/ | invalid specification: destination can't be '/'
                    --mount=type=volume,src=v,dst=/x | create v: volume name is too short, names should be at least two alphanumeric characters
                    --mount=type=bind,src=/nope,dst=/x | invalid mount config for type "bind": bind source path does not exist: /nope
                    """)
    void whatCannotBeIsRefusedInDockersWords(String flag, String words) {
        Result result = HOST.docker().run("run", "--rm", flag, "busybox", "true");
        assertTrue(result.exit() == 125 || result.exit() == 126 || result.exit() == 127, result::toString);
        assertTrue(result.err().contains(words), result::err);
        assertFalse(result.err().contains("Unable to find image"), result::err);
    }
}
