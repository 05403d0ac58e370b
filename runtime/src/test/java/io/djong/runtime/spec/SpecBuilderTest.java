package io.djong.runtime.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.kernel.namespace.IdMapping;
import io.djong.kernel.process.Capabilities;
import io.djong.kernel.process.Rlimit;
import io.djong.model.ContainerId;
import io.djong.model.container.ContainerConfig;
import io.djong.model.container.HostConfig;
import io.djong.model.container.SystemPaths;
import io.djong.model.container.Ulimit;
import io.djong.model.error.InvalidArgument;
import io.djong.model.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/**
 * What dockerd writes for the same requests; checked against the configurations that version 20.10 generates. Intended
 * differences are the cgroup parent, absent zeros, the paths masked since, and the ABI that the filter leaves out.
 */
class SpecBuilderTest {
    private static final ContainerId ID = new ContainerId("ab".repeat(32));

    @TempDir
    Path rootfs;

    private List<BindMount> mounts = new ArrayList<>();
    private Namespaces namespaces = Namespaces.DEFAULT;
    private Optional<RemappedUsers> users = Optional.empty();
    private ContainerDefaults defaults = ContainerDefaults.STANDARD;
    private HostFacts facts = facts(new LinkedHashSet<>(Capabilities.NAMES));

    @BeforeEach
    void writeUserFiles() throws IOException {
        Files.createDirectory(rootfs.resolve("etc"));
        Files.writeString(rootfs.resolve("etc/passwd"), "root:x:0:0:root:/root:/bin/sh\nme:x:5:6::/home/me:/bin/sh\n");
        Files.writeString(rootfs.resolve("etc/group"), "root:x:0:\ngames:x:60:me,you\n");
    }

    private static HostFacts facts(Set<String> capabilities) {
        return new HostFacts(
                "amd64",
                new HostFacts.KernelVersion(6, 1),
                false,
                capabilities,
                Map.of(Rlimit.Resource.NOFILE, new Rlimit(1000, 2000)),
                -5,
                true,
                Set.of(HostFacts.PING_GROUPS, HostFacts.LOW_PORTS),
                List.of("/sys/devices/system/cpu/cpu0/thermal_throttle"),
                "");
    }

    private JsonNode build(String config, String host) {
        ContainerSpec spec = new ContainerSpec(
                ID,
                Json.read(config, ContainerConfig.class),
                Json.read(host, HostConfig.class),
                rootfs,
                ID.shortId(),
                namespaces,
                mounts,
                Optional.empty(),
                Path.of(""),
                List.of(),
                users);
        return Json.tree(new SpecBuilder(facts, defaults).build(spec).json());
    }

    private SystemPaths systemPaths(String host) {
        return new SpecBuilder(facts, defaults).systemPaths(Json.read(host, HostConfig.class));
    }

    @Test
    void systemPathsAreKeptFromAContainerUnlessItAsksForOthersOrIsPrivileged() {
        assertTrue(systemPaths("{}").masked().contains("/sys/devices/system/cpu/cpu0/thermal_throttle"));
        assertTrue(systemPaths("{}").readOnly().contains("/proc/sys"));
        assertEquals(SystemPaths.NONE, systemPaths("{\"Privileged\":true}"));
        assertEquals(SystemPaths.NONE, systemPaths("{\"MaskedPaths\":[],\"ReadonlyPaths\":[]}"));
        assertEquals(List.of("/a"), systemPaths("{\"MaskedPaths\":[\"/a\"]}").masked());
    }

    private static List<String> strings(JsonNode array) {
        List<String> values = new ArrayList<>();
        array.forEach(value -> values.add(value.isString() ? value.asString() : value.toString()));
        return values;
    }

    private static String mount(JsonNode spec, String place) {
        for (JsonNode mount : spec.get("mounts")) {
            if (mount.get("destination").asString().equals(place)) {
                return mount.get("type").asString() + " " + mount.get("source").asString() + " "
                        + String.join(",", strings(mount.get("options")));
            }
        }
        return "none";
    }

    @Test
    void aPlainContainerHasDockersDefaults() {
        JsonNode spec = build("{\"Entrypoint\": [\"sleep\"], \"Cmd\": [\"100\"]}", "{}");
        JsonNode process = spec.get("process");
        assertEquals(List.of("sleep", "100"), strings(process.get("args")));
        assertEquals(
                List.of("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOSTNAME=abababababab"),
                strings(process.get("env")));
        assertEquals("/", process.get("cwd").asString());
        assertEquals(
                "{\"uid\":0,\"gid\":0,\"additionalGids\":[0]}",
                process.get("user").toString());
        assertFalse(process.get("noNewPrivileges").asBoolean());
        assertEquals("abababababab", spec.get("hostname").asString());
        assertEquals(rootfs.toString(), spec.get("root").get("path").asString());
        JsonNode linux = spec.get("linux");
        assertEquals("/djong/" + ID, linux.get("cgroupsPath").asString());
        assertEquals(
                List.of("mount", "network", "uts", "pid", "ipc"),
                strings(linux.get("namespaces")).stream()
                        .map(text -> Json.tree(text.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                                .get("type")
                                .asString())
                        .toList());
        assertEquals(
                "0 2147483647",
                linux.get("sysctl").get("net.ipv4.ping_group_range").asString());
        assertEquals(
                "0",
                linux.get("sysctl").get("net.ipv4.ip_unprivileged_port_start").asString());
        assertEquals(
                List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"),
                strings(linux.get("readonlyPaths")));
        assertTrue(strings(linux.get("maskedPaths"))
                .containsAll(List.of(
                        "/proc/asound",
                        "/proc/acpi",
                        "/proc/kcore",
                        "/proc/keys",
                        "/proc/latency_stats",
                        "/proc/timer_list",
                        "/proc/timer_stats",
                        "/proc/sched_debug",
                        "/proc/scsi",
                        "/sys/firmware",
                        "/sys/devices/system/cpu/cpu0/thermal_throttle")));
    }

    @Test
    void theDefaultCapabilitiesAreFourteen() {
        JsonNode sets = build("{\"Cmd\": [\"x\"]}", "{}").get("process").get("capabilities");
        List<String> expected = List.of(
                "CAP_CHOWN",
                "CAP_DAC_OVERRIDE",
                "CAP_FSETID",
                "CAP_FOWNER",
                "CAP_MKNOD",
                "CAP_NET_RAW",
                "CAP_SETGID",
                "CAP_SETUID",
                "CAP_SETFCAP",
                "CAP_SETPCAP",
                "CAP_NET_BIND_SERVICE",
                "CAP_SYS_CHROOT",
                "CAP_KILL",
                "CAP_AUDIT_WRITE");
        assertEquals(List.of("bounding", "effective", "permitted"), List.copyOf(sets.propertyNames()));
        sets.forEach(set -> assertEquals(expected, strings(set)));
    }

    @Test
    void theKernelsFileSystemsAreAtTheirPlaces() {
        JsonNode spec = build("{\"Cmd\": [\"x\"]}", "{\"ShmSize\": 1048576}");
        assertEquals("proc proc nosuid,noexec,nodev", mount(spec, "/proc"));
        assertEquals("tmpfs tmpfs nosuid,strictatime,mode=755,size=65536k", mount(spec, "/dev"));
        assertEquals("devpts devpts nosuid,noexec,newinstance,ptmxmode=0666,mode=0620,gid=5", mount(spec, "/dev/pts"));
        assertEquals("sysfs sysfs nosuid,noexec,nodev,ro", mount(spec, "/sys"));
        assertEquals("cgroup cgroup ro,nosuid,noexec,nodev", mount(spec, "/sys/fs/cgroup"));
        assertEquals("mqueue mqueue nosuid,noexec,nodev", mount(spec, "/dev/mqueue"));
        assertEquals("tmpfs shm nosuid,noexec,nodev,mode=1777,size=1048576", mount(spec, "/dev/shm"));
        assertEquals(
                "tmpfs shm nosuid,noexec,nodev,mode=1777,size=67108864",
                mount(build("{\"Cmd\": [\"x\"]}", "{}"), "/dev/shm"));
    }

    @Test
    void usersMountsReplaceDefaultsAndNestOuterFirst() {
        mounts.add(BindMount.of(Path.of("/src/inner"), "/a/b/c", BindMount.Access.READ_ONLY));
        mounts.add(BindMount.of(Path.of("/src/outer"), "/a/../a/b", BindMount.Access.READ_WRITE));
        mounts.add(BindMount.of(Path.of("/src/shm"), "/dev/shm", BindMount.Access.READ_WRITE));
        JsonNode spec = build(
                "{\"Cmd\": [\"x\"]}",
                "{\"Tmpfs\": {\"/t\": \"size=1m,exec\"}, \"Mounts\": [{\"Type\": \"tmpfs\", \"Target\": \"/t2\","
                        + " \"TmpfsOptions\": {\"Mode\": 448}}]}");
        assertEquals("bind /src/outer rbind,rprivate", mount(spec, "/a/b"));
        assertEquals("bind /src/inner rbind,rro,rprivate", mount(spec, "/a/b/c"));
        assertEquals("bind /src/shm rbind,rprivate", mount(spec, "/dev/shm"));
        assertEquals("tmpfs tmpfs nosuid,nodev,rprivate,size=1m,exec", mount(spec, "/t"));
        assertEquals("tmpfs tmpfs noexec,nosuid,nodev,rprivate,mode=700", mount(spec, "/t2"));
        List<String> places = new ArrayList<>();
        spec.get("mounts").forEach(m -> places.add(m.get("destination").asString()));
        assertTrue(places.indexOf("/a/b") < places.indexOf("/a/b/c"));
        assertEquals(places.size(), Set.copyOf(places).size());
    }

    @Test
    void aMountThatIsNoPlaceIsRefused() {
        mounts.add(BindMount.of(Path.of("/src"), "/a/..", BindMount.Access.READ_WRITE));
        assertThrows(InvalidArgument.class, () -> build("{\"Cmd\": [\"x\"]}", "{}"));
    }

    @Test
    void limitsBecomeResources() {
        JsonNode resources = build(
                        "{\"Cmd\": [\"x\"]}",
                        "{\"Memory\": 67108864, \"NanoCpus\": 1500000000, \"PidsLimit\": 50, \"CpuShares\": 7,"
                                + " \"CpusetCpus\": \"0-1\"}")
                .get("linux")
                .get("resources");
        assertEquals(
                "{\"limit\":67108864,\"swap\":134217728}",
                resources.get("memory").toString());
        assertEquals(
                "{\"shares\":7,\"quota\":150000,\"period\":100000,\"cpus\":\"0-1\"}",
                resources.get("cpu").toString());
        assertEquals("{\"limit\":50}", resources.get("pids").toString());
    }

    @Test
    void devicesAreClosedButForTheUsualOnes() {
        JsonNode linux = build(
                        "{\"Cmd\": [\"x\"]}",
                        "{\"Devices\": [{\"PathOnHost\": \"/dev/null\", \"PathInContainer\": \"/dev/n2\","
                                + " \"CgroupPermissions\": \"r\"}], \"DeviceCgroupRules\": [\"c 7:* rw\"]}")
                .get("linux");
        List<String> rules = strings(linux.get("resources").get("devices"));
        assertEquals("{\"allow\":false,\"access\":\"rwm\"}", rules.get(0));
        assertEquals(10, rules.size());
        assertEquals("{\"allow\":false,\"type\":\"c\",\"major\":10,\"minor\":229,\"access\":\"rwm\"}", rules.get(7));
        assertEquals("{\"allow\":true,\"type\":\"c\",\"major\":1,\"minor\":3,\"access\":\"r\"}", rules.get(8));
        assertEquals("{\"allow\":true,\"type\":\"c\",\"major\":7,\"minor\":-1,\"access\":\"rw\"}", rules.get(9));
        assertEquals("/dev/n2", linux.get("devices").get(0).get("path").asString());
        assertThrows(
                InvalidArgument.class, () -> build("{\"Cmd\": [\"x\"]}", "{\"DeviceCgroupRules\": [\"d 1:1 r\"]}"));
        InvalidArgument e = assertThrows(
                InvalidArgument.class,
                () -> build("{\"Cmd\": [\"x\"]}", "{\"Devices\": [{\"PathOnHost\": \"/dev/no-such\"}]}"));
        assertEquals(
                "error gathering device information while adding custom device \"/dev/no-such\": no such file or"
                        + " directory",
                e.message());
    }

    @Test
    void whatTheProcessIsComesFromTheRequest() {
        JsonNode process = build(
                        "{\"Cmd\": [\"x\"], \"User\": \"1000:7\", \"WorkingDir\": \"/w\", \"Env\": [\"A=b\","
                                + " \"PATH=/p\", \"HOSTNAME\"], \"Tty\": true}",
                        "{\"GroupAdd\": [\"9\"], \"OomScoreAdj\": 100, \"SecurityOpt\": [\"no-new-privileges\"],"
                                + " \"CapAdd\": [\"net_admin\"], \"CapDrop\": [\"CAP_CHOWN\"], \"ConsoleSize\": [24, 80],"
                                + " \"Ulimits\": [{\"Name\": \"nofile\", \"Soft\": 100, \"Hard\": 200},"
                                + " {\"Name\": \"core\", \"Soft\": -1, \"Hard\": -1}]}")
                .get("process");
        assertEquals(
                "{\"uid\":1000,\"gid\":7,\"additionalGids\":[7,9]}",
                process.get("user").toString());
        assertEquals(List.of("PATH=/p", "TERM=xterm", "A=b"), strings(process.get("env")));
        assertTrue(process.get("terminal").asBoolean());
        assertEquals("{\"height\":24,\"width\":80}", process.get("consoleSize").toString());
        assertTrue(process.get("noNewPrivileges").asBoolean());
        assertEquals(100, process.get("oomScoreAdj").asInt());
        List<String> bounding = strings(process.get("capabilities").get("bounding"));
        assertFalse(bounding.contains("CAP_CHOWN"));
        assertEquals("CAP_NET_ADMIN", bounding.getLast());
        assertEquals(
                List.of(
                        "{\"type\":\"RLIMIT_NOFILE\",\"soft\":100,\"hard\":200}",
                        "{\"type\":\"RLIMIT_CORE\",\"soft\":18446744073709551615,\"hard\":18446744073709551615}"),
                strings(process.get("rlimits")));
    }

    @Test
    void nothingIsGivenThatTheDaemonLacks() {
        Set<String> fewer = new LinkedHashSet<>(Capabilities.NAMES);
        fewer.removeAll(List.of("CAP_SYS_RESOURCE", "CAP_MKNOD"));
        facts = facts(fewer);
        JsonNode process = build(
                        "{\"Cmd\": [\"x\"]}",
                        "{\"OomScoreAdj\": -900, \"Ulimits\": [{\"Name\": \"nofile\", \"Soft\": 5000, \"Hard\": -1}]}")
                .get("process");
        assertFalse(strings(process.get("capabilities").get("bounding")).contains("CAP_MKNOD"));
        assertEquals(
                List.of("{\"type\":\"RLIMIT_NOFILE\",\"soft\":2000,\"hard\":2000}"), strings(process.get("rlimits")));
        assertEquals(-5, process.get("oomScoreAdj").asInt());
        JsonNode privileged = build("{\"Cmd\": [\"x\"]}", "{\"Privileged\": true}");
        assertEquals(
                List.copyOf(fewer),
                strings(privileged.get("process").get("capabilities").get("effective")));
        assertThrows(InvalidArgument.class, () -> build("{\"Cmd\": [\"x\"]}", "{\"CapAdd\": [\"MKNOD\"]}"));
        assertEquals(1, new SpecBuilder(facts, defaults).limits().size());
    }

    @Test
    void privilegedTakesTheFencesAway() {
        JsonNode spec = build("{\"Cmd\": [\"x\"]}", "{\"Privileged\": true}");
        JsonNode linux = spec.get("linux");
        assertFalse(linux.has("seccomp"));
        assertTrue(linux.get("maskedPaths").isEmpty());
        assertTrue(linux.get("readonlyPaths").isEmpty());
        assertEquals("sysfs sysfs nosuid,noexec,nodev", mount(spec, "/sys"));
        assertEquals("cgroup cgroup nosuid,noexec,nodev", mount(spec, "/sys/fs/cgroup"));
        assertEquals(
                List.of("{\"allow\":true,\"access\":\"rwm\"}"),
                strings(linux.get("resources").get("devices")));
        assertTrue(strings(linux.get("devices")).stream().anyMatch(device -> device.contains("\"/dev/full\"")));
    }

    @Test
    void namespacesAreOwnSharedOrTheHosts() {
        namespaces = new Namespaces(
                new NamespaceMode.Join(Path.of("/run/netns/x")),
                NamespaceMode.HOST,
                NamespaceMode.HOST,
                NamespaceMode.HOST,
                NamespaceMode.PRIVATE);
        JsonNode spec = build("{\"Cmd\": [\"x\"], \"Domainname\": \"d\"}", "{}");
        assertEquals(
                List.of(
                        "{\"type\":\"mount\"}",
                        "{\"type\":\"network\",\"path\":\"/run/netns/x\"}",
                        "{\"type\":\"cgroup\"}"),
                strings(spec.get("linux").get("namespaces")));
        assertFalse(spec.has("hostname"));
        assertFalse(spec.get("linux").get("sysctl").has("kernel.domainname"));
        assertEquals("bind /dev/shm rbind,rprivate", mount(spec, "/dev/shm"));
    }

    @Test
    void remappedUsersAreInTheUserNamespaceThatIsGiven() {
        namespaces = Namespaces.DEFAULT.withNetwork(new NamespaceMode.Join(Path.of("/run/netns/x")));
        List<IdMapping.Range> ids = List.of(new IdMapping.Range(0, 100_000, 65_536));
        users = Optional.of(new RemappedUsers(Path.of("/proc/1/fd/7"), new IdMapping(ids, ids)));
        JsonNode linux = build("{\"Cmd\": [\"x\"]}", "{}").get("linux");
        assertTrue(strings(linux.get("namespaces")).contains("{\"type\":\"user\",\"path\":\"/proc/1/fd/7\"}"));
        for (String map : List.of("uidMappings", "gidMappings")) {
            assertEquals(List.of("{\"containerID\":0,\"hostID\":100000,\"size\":65536}"), strings(linux.get(map)));
        }
        assertFalse(linux.get("sysctl").has(HostFacts.PING_GROUPS), "which the namespace does not know all of");
        assertTrue(linux.get("sysctl").has(HostFacts.LOW_PORTS));
    }

    @Test
    void theCgroupParentCannotLeadOut() {
        JsonNode spec = build("{\"Cmd\": [\"x\"]}", "{\"CgroupParent\": \"../../etc\"}");
        assertEquals("/etc/" + ID, spec.get("linux").get("cgroupsPath").asString());
    }

    @Test
    void whatAContainerDoesNotAskForIsTheDaemonsDefault() {
        String profile = "{\"defaultAction\": \"SCMP_ACT_ALLOW\"}";
        defaults = new ContainerDefaults("/of-the-daemon", profile, true);
        JsonNode plain = build("{\"Cmd\": [\"x\"]}", "{}");
        assertEquals(
                "/of-the-daemon/" + ID, plain.get("linux").get("cgroupsPath").asString());
        assertTrue(plain.get("process").get("noNewPrivileges").asBoolean());
        assertEquals(
                "SCMP_ACT_ALLOW",
                plain.get("linux").get("seccomp").get("defaultAction").asString());

        JsonNode own = build("{\"Cmd\": [\"x\"]}", """
                {"CgroupParent": "/own", "SecurityOpt": ["no-new-privileges=false", "seccomp=builtin"]}""");
        assertEquals("/own/" + ID, own.get("linux").get("cgroupsPath").asString());
        assertFalse(own.get("process").get("noNewPrivileges").asBoolean());
        assertEquals(
                "SCMP_ACT_ERRNO",
                own.get("linux").get("seccomp").get("defaultAction").asString());
        assertFalse(build("{\"Cmd\": [\"x\"]}", "{\"Privileged\": true}")
                .get("linux")
                .has("seccomp"));
    }

    @Test
    void defaultsThatAreNoneAreRefused() {
        assertThrows(InvalidArgument.class, () -> new ContainerDefaults("/djong", "{}", false));
        assertThrows(InvalidArgument.class, () -> new ContainerDefaults("", "builtin", false));
    }

    @Test
    void requestsThatCannotBeMetAreRefused() {
        assertEquals(
                "no command specified",
                assertThrows(InvalidArgument.class, () -> build("{}", "{}")).message());
        for (String host : List.of(
                "{\"CapAdd\": [\"NO_SUCH\"]}",
                "{\"SecurityOpt\": [\"nonsense=1\"]}",
                "{\"SecurityOpt\": [\"seccomp={}\"]}",
                "{\"SecurityOpt\": [\"no-new-privileges=perhaps\"]}",
                "{\"Ulimits\": [{\"Name\": \"nosuch\"}]}",
                "{\"Ulimits\": [{\"Name\": \"nofile\", \"Soft\": 2, \"Hard\": 1}]}",
                "{\"CpuShares\": -1}",
                "{\"BlkioWeightDevice\": [{\"Path\": \"/dev/null\", \"Weight\": 100}]}")) {
            assertThrows(InvalidArgument.class, () -> build("{\"Cmd\": [\"x\"]}", host), host);
        }
    }

    @Test
    void theDaemonsUlimitsStandWhereTheContainerHasNone() {
        List<Ulimit> ulimits = List.of(new Ulimit("nofile", 10, 20), new Ulimit("core", 0, 0));
        defaults = new ContainerDefaults(
                "/djong", "builtin", false, new HostDefaults("private", "", 1, ulimits, false, ""));
        JsonNode limits = build("{\"Cmd\":[\"x\"]}", "{\"Ulimits\":[{\"Name\":\"nofile\",\"Soft\":1,\"Hard\":2}]}")
                .at("/process/rlimits");
        assertEquals(
                "[{\"type\":\"RLIMIT_NOFILE\",\"soft\":1,\"hard\":2},{\"type\":\"RLIMIT_CORE\",\"soft\":0,\"hard\":0}]",
                limits.toString());
    }

    @Test
    void appArmorConfinesWhereTheHostHasIt() {
        String command = "{\"Cmd\":[\"x\"]}";
        assertFalse(build(command, "{}").get("process").has("apparmorProfile"));
        HostFacts plain = facts;
        facts = new HostFacts(
                plain.architecture(),
                plain.kernel(),
                plain.unifiedCgroups(),
                plain.capabilities(),
                plain.rlimits(),
                plain.oomScoreAdj(),
                plain.swapLimit(),
                plain.sysctls(),
                plain.thermalPaths(),
                "docker-default");
        assertEquals("docker-default", appArmor("{}"));
        assertEquals("unconfined", appArmor("{\"Privileged\":true}"));
        assertEquals("mine", appArmor("{\"SecurityOpt\":[\"apparmor=mine\"],\"Privileged\":true}"));
    }

    private String appArmor(String host) {
        return build("{\"Cmd\":[\"x\"]}", host).at("/process/apparmorProfile").asString();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"CapAdd":["foo"]} | invalid CapAdd: unknown capability: "CAP_FOO"
                    {"CapDrop":["foo"]} | invalid CapDrop: unknown capability: "CAP_FOO"
                    {"SecurityOpt":["foo"]} | invalid --security-opt 1: "foo"
                    {"SecurityOpt":["foo=bar"]} | invalid --security-opt 2: "foo=bar"
                    {"SecurityOpt":["no-new-privileges=x"]} | invalid --security-opt 2: "no-new-privileges=x"
                    {"Tmpfs":{"x":""}} | invalid mount path: 'x' mount path must be absolute
                    {"Tmpfs":{"/":""}} | invalid specification: destination can't be '/'
                    {"Tmpfs":{"/x":"foo=bar"}} | invalid tmpfs option ["foo" "bar"]
                    """)
    void whatIsWrongWhateverBecomesOfItIsFoundEarly(String host, String words) {
        SpecBuilder builder = new SpecBuilder(facts, defaults);
        HostConfig wrong = Json.read(host, HostConfig.class);
        assertEquals(
                words,
                assertThrows(InvalidArgument.class, () -> builder.check(wrong)).message());
    }
}
