package io.djong.daemon.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.http.ListenAddress;
import io.djong.model.container.LogConfig;
import io.djong.model.container.Ulimit;
import io.djong.model.error.InvalidArgument;
import io.djong.network.Dns;
import io.djong.network.IpamPool;
import io.djong.network.Ipv4;
import io.djong.network.NetworkConfig;
import io.djong.network.Subnet;
import io.djong.network.SubnetPool;
import io.djong.runtime.RuntimeCommand;
import io.djong.runtime.spec.ContainerDefaults;
import io.djong.runtime.spec.HostDefaults;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigReaderTest {
    @TempDir
    Path directory;

    private String refused(String json, String... flags) {
        return new ConfigDirectory(directory).refused(json, flags);
    }

    private DaemonConfig read(String json, String... flags) throws IOException {
        return new ConfigDirectory(directory).read(json, flags);
    }

    private Path file() {
        return directory.resolve("daemon.json");
    }

    @Test
    void whatMayChangeIsTakenFromTheFileThatIsReadAgain() throws IOException {
        Files.writeString(file(), """
                {"labels": ["a=1"], "max-concurrent-downloads": 7, "live-restore": false, "mtu": 1400}""");
        ConfigReader reader = new ConfigReader(List.of("--config-file=" + file(), "--max-download-attempts=2"));
        reader.read();
        Files.writeString(file(), """
                {"debug": true, "labels": ["b=2", "c=3"], "mtu": 1300, "shutdown-timeout": 3,
                 "insecure-registries": ["reg:5000"], "registry-mirrors": ["http://mirror"], "features": {"x": true},
                 "runtimes": {"other": {"path": "/usr/bin/other"}}, "default-runtime": "other",
                 "default-shm-size": "1m"}""");
        Reloaded reloaded = reader.readAgain();
        DaemonConfig config = reloaded.config();
        assertTrue(config.debug());
        assertEquals(List.of("b=2", "c=3"), config.labels());
        assertEquals(3, config.transfers().downloads(), "back to the default");
        assertEquals(new ShutdownConfig(false, 3), config.shutdown(), "what is not named stays");
        assertEquals(1400, config.network().mtu(), "what cannot change stays");
        assertEquals("other", config.defaultRuntime());
        assertEquals(1 << 20, config.containers().host().shmSize());
        assertEquals(
                Map.ofEntries(
                        Map.entry("debug", "true"),
                        Map.entry("default-cgroupns-mode", ""),
                        Map.entry("default-ipc-mode", "private"),
                        Map.entry("default-runtime", "other"),
                        Map.entry("default-shm-size", "1048576"),
                        Map.entry("features", "map[x:true]"),
                        Map.entry("insecure-registries", "[\"reg:5000\"]"),
                        Map.entry("labels", "[\"b=2\",\"c=3\"]"),
                        Map.entry("live-restore", "false"),
                        Map.entry("max-concurrent-downloads", "3"),
                        Map.entry("max-concurrent-uploads", "5"),
                        Map.entry("max-download-attempts", "2"),
                        Map.entry("registry-mirrors", "[\"http://mirror\"]"),
                        Map.entry("runtimes", "other:/usr/bin/other"),
                        Map.entry("shutdown-timeout", "3")),
                reloaded.attributes());
    }

    @Test
    void aWrongFileThatIsReadAgainChangesNothing() throws IOException {
        Files.writeString(file(), "{\"labels\": [\"a=1\"]}");
        ConfigReader reader = new ConfigReader(List.of("--config-file=" + file(), "--live-restore"));
        reader.read();
        for (String wrong : List.of(
                "{\"debug\": tru",
                "{\"debug\": true, \"labels\": [\"bad\"]}",
                "{\"debug\": true, \"live-restore\": false}",
                "{\"debug\": true, \"nonsense\": 1}",
                "{\"debug\": true, \"default-runtime\": \"none\"}",
                "{\"debug\": true, \"authorization-plugins\": [\"x\"]}")) {
            Files.writeString(file(), wrong);
            assertThrows(InvalidArgument.class, reader::readAgain, wrong);
        }
        Files.writeString(file(), "{}");
        DaemonConfig config = reader.readAgain().config();
        assertEquals(List.of("a=1"), config.labels());
        assertEquals(false, config.debug());
    }

    @Test
    void flagsComeInEveryForm() throws IOException {
        DaemonConfig config = read(
                "{}", "-H", "unix:///a", "-Htcp://127.0.0.1:1", "--data-root", "/d", "-D", "--log-opt", "max-size=1m");
        assertEquals(
                List.of(
                        ListenAddress.Unix.at(Path.of("/a"), "docker"),
                        new ListenAddress.Tcp(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1))),
                config.hosts());
        assertEquals(Path.of("/d"), config.dataRoot());
        assertTrue(config.debug());
        assertEquals(Map.of("max-size", "1m"), config.logs().config());
    }

    @Test
    void aLogDriverIsCheckedTogetherWithTheOptionsThatItNeeds() throws IOException {
        Map<String, String> options = Map.of("gelf-address", "udp://127.0.0.1:12201");
        String file = "{\"log-driver\": \"gelf\", \"log-opts\": {\"gelf-address\": \"udp://127.0.0.1:12201\"}}";
        assertEquals(new LogConfig("gelf", options), read(file).logs());
        assertEquals(
                new LogConfig("gelf", options),
                read("{}", "--log-driver=gelf", "--log-opt=gelf-address=udp://127.0.0.1:12201")
                        .logs());
        assertTrue(refused("{\"log-driver\": \"gelf\"}").startsWith("failed to set log opts: "));
    }

    @Test
    void unknownFlagsAreRefusedByName() {
        InvalidArgument e = assertThrows(InvalidArgument.class, () -> new ConfigReader(List.of("--nonsense")));
        assertEquals("unknown flag: --nonsense", e.message());
    }

    @Test
    void unknownKeysAreRefusedByName() {
        InvalidArgument e = assertThrows(InvalidArgument.class, () -> read("{\"foo\":1,\"debug\":true,\"bar\":{}}"));
        assertTrue(e.message().endsWith("don't match any configuration option: foo, bar"), e.message());
    }

    @Test
    void unknownNestedKeysPass() throws IOException {
        DaemonConfig config =
                read("{\"runtimes\":{\"nvidia\":{\"path\":\"/usr/bin/nv\",\"x\":1}},\"builder\":{\"y\":2}}");
        assertEquals(List.of(new RuntimeCommand("nvidia", Path.of("/usr/bin/nv"), List.of())), config.runtimes());
    }

    @Test
    void specificationsOfDevicesHaveTheirDirectories() throws IOException {
        assertEquals(
                List.of(Path.of("/etc/cdi"), Path.of("/var/run/cdi")),
                read("{}").cdiDirectories());
        assertEquals(
                List.of(Path.of("/a")), read("{\"cdi-spec-dirs\":[\"/a\"]}").cdiDirectories());
        assertEquals(List.of(), read("{\"cdi-spec-dirs\":[\"\"]}").cdiDirectories());
        DaemonConfig off = read("{\"features\":{\"cdi\":false,\"buildkit\":true}}");
        assertEquals(List.of(), off.cdiDirectories());
        assertEquals(List.of("the feature buildkit is accepted and has no effect"), off.warnings());
    }

    @Test
    void runtimesHaveAPathAndArguments() throws IOException {
        DaemonConfig config = read("""
                {"default-runtime": "fast", "runtimes": {
                  "fast": {"path": "/usr/bin/crun", "runtimeArgs": ["--debug", "--log=x"]},
                  "found": {"path": "youki"},
                  "byShim": {"runtimeType": "io.containerd.runc.v2", "options": {"BinaryName": "/opt/runc"}},
                  "kata": {"runtimeType": "io.containerd.kata.v2"}}}
                """);
        assertEquals("fast", config.defaultRuntime());
        assertEquals(
                List.of(
                        new RuntimeCommand("fast", Path.of("/usr/bin/crun"), List.of("--debug", "--log=x")),
                        new RuntimeCommand("found", Path.of("youki"), List.of()),
                        new RuntimeCommand("byShim", Path.of("/opt/runc"), List.of())),
                config.runtimes());
        assertEquals(
                List.of(
                        "runtime kata has no effect: io.containerd.kata.v2 is a shim of containerd; name the path of its"
                                + " OCI runtime instead"),
                config.warnings());
    }

    @Test
    void aRuntimeCanBeAddedByAFlag() {
        DaemonConfig config = new ConfigReader(List.of("--add-runtime", "crun=/usr/bin/crun")).read();
        assertEquals(List.of(new RuntimeCommand("crun", Path.of("/usr/bin/crun"), List.of())), config.runtimes());
        assertEquals("runc", config.defaultRuntime());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"default-runtime":"x"} | specified default runtime 'x' does not exist
                    {"runtimes":{"x":{}}} | either a runtimeType or a path must be configured
                    {"runtimes":{"x":{"path":"/x","runtimeType":"y"}}} | cannot configure both path and runtimeType
                    {"runtimes":{"x":{"runtimeType":"y","runtimeArgs":["a"]}}} | args cannot be used with a runtimeType
                    {"runtimes":{"runc":{"path":"/x"}}} | runtime name 'runc' is reserved
                    {"runtimes":{"":{"path":"/x"}}} | runtime name cannot be empty
                    """)
    void aWrongRuntimeIsNamed(String json, String words) {
        InvalidArgument e = assertThrows(InvalidArgument.class, () -> read(json));
        assertTrue(e.message().contains(words), e.message());
    }

    @Test
    void whatHasNoEffectIsSaid() throws IOException {
        assertEquals(
                List.of(
                        "--storage-opt is accepted and has no effect",
                        "storage-driver in " + directory.resolve("daemon.json") + " is accepted and has no effect"),
                read("{\"storage-driver\":\"overlay2\"}", "--storage-opt=x").warnings());
    }

    @Test
    void containersOutliveTheDaemonUnlessItIsSaidOtherwise() throws IOException {
        assertEquals(new ShutdownConfig(true, 15), read("{}").shutdown());
        assertEquals(new ShutdownConfig(true, 15), read("{}", "--live-restore").shutdown());
        DaemonConfig flags = read("{}", "--live-restore=false", "--shutdown-timeout=-1");
        assertEquals(new ShutdownConfig(false, -1), flags.shutdown());
        assertEquals(List.of(), flags.warnings());
        assertEquals(
                new ShutdownConfig(false, 3),
                read("{\"live-restore\":false,\"shutdown-timeout\":3}").shutdown());
    }

    @Test
    void whatWouldProtectAndIsNotThereIsRefused() throws IOException {
        assertEquals("--tlsverify is not supported yet: refusing to serve without it", refused("{}", "--tlsverify"));
        for (String flag : List.of(
                "--tls",
                "--tlscacert=/ca",
                "--tlscert=/cert",
                "--tlskey=/key",
                "--authorization-plugin=opa",
                "--selinux-enabled",
                "--rootless")) {
            assertTrue(refused("{}", flag).endsWith("is not supported yet: refusing to serve without it"), flag);
        }
        assertEquals(
                List.of(),
                read("{\"selinux-enabled\": false, \"authorization-plugins\": []}", "--tls=false")
                        .warnings());
    }

    @Test
    void whoseTheUsersOfContainersAreIsRead() throws IOException {
        assertEquals("", read("{}").usernsRemap());
        assertEquals("default", read("{\"userns-remap\": \"default\"}").usernsRemap());
        assertEquals("me:us", read("{}", "--userns-remap=me:us").usernsRemap());
    }

    @Test
    void theConfinementOfContainersIsRead() throws IOException {
        Path profile = Files.writeString(directory.resolve("seccomp.json"), "{\"defaultAction\": \"SCMP_ACT_ALLOW\"}");
        DaemonConfig config = read(
                "{\"no-new-privileges\": true}", "--seccomp-profile=" + profile, "--cgroup-parent=/machine/containers");
        assertEquals(
                new ContainerDefaults("/machine/containers", Files.readString(profile), true), config.containers());
        assertEquals(List.of("name=seccomp,profile=" + profile, "name=no-new-privileges"), config.securityOptions());
        assertEquals(
                ContainerDefaults.STANDARD, read("{}", "--seccomp-profile=").containers());
        assertEquals(List.of("name=seccomp,profile=builtin"), read("{}").securityOptions());
    }

    @Test
    void whatContainersGetOfTheHostByDefaultIsRead() throws IOException {
        assertEquals(HostDefaults.STANDARD, read("{}").containers().host());
        DaemonConfig config = read("""
                {"default-ulimits": {"nofile": {"Name": "nofile", "Soft": 10, "Hard": 20}}, "init": true,
                 "default-ipc-mode": "shareable", "default-cgroupns-mode": "private"}
                """, "--default-shm-size=32m", "--init-path=/init");
        assertEquals(
                new HostDefaults(
                        "shareable", "private", 32 << 20, List.of(new Ulimit("nofile", 10, 20)), true, "/init"),
                config.containers().host());
        assertEquals(
                List.of(new Ulimit("nproc", 5, 5), new Ulimit("core", 0, 1)),
                read("{}", "--default-ulimit=nproc=5", "--default-ulimit=core=0:1")
                        .containers()
                        .host()
                        .ulimits());
        assertEquals(
                "invalid argument \"host\" for --default-ipc-mode: IPC mode \"host\" is not supported as default value",
                refused("{}", "--default-ipc-mode=host"));
        for (String wrong : List.of(
                "--default-cgroupns-mode=x",
                "--default-shm-size=x",
                "--default-ulimit=x",
                "--default-ulimit=core=2:1")) {
            assertTrue(refused("{}", wrong).contains(" for " + wrong.substring(0, wrong.indexOf('=')) + ": "), wrong);
        }
    }

    @Test
    void networksAreConfigured() throws IOException {
        NetworkConfig plain = read("{}").network();
        assertEquals(NetworkConfig.defaults(Path.of("/run/djong/network")), plain);
        NetworkConfig config = read(
                        "{\"icc\": false, \"default-address-pools\": [{\"base\": \"10.10.0.0/16\", \"size\": 24}]}",
                        "--ip-masq=false",
                        "--ip-forward=0",
                        "--host-gateway-ip=192.0.2.9",
                        "--bip=10.99.0.1/16",
                        "--fixed-cidr=10.99.7.0/24",
                        "--mtu=1400",
                        "--ip=127.0.0.1",
                        "--dns=192.0.2.53",
                        "--bridge=br7",
                        "--exec-root=/x")
                .network();
        assertEquals(
                new NetworkConfig(
                        Path.of("/x/network"),
                        "br7",
                        new IpamPool(
                                Subnet.parse("10.99.0.0/16"),
                                Subnet.parse("10.99.7.0/24"),
                                Ipv4.parse("10.99.0.1"),
                                Map.of()),
                        1400,
                        Ipv4.LOOPBACK,
                        Set.of(NetworkConfig.Switch.RULES),
                        Optional.of(Ipv4.parse("192.0.2.9")),
                        new Dns(List.of("192.0.2.53"), List.of(), List.of()),
                        List.of(new SubnetPool(Subnet.parse("10.10.0.0/16"), 24))),
                config);
    }

    @Test
    void whatAStartWouldRefuseIsRefusedBySource() {
        for (String flag : List.of(
                "--registry-mirror=hub.example",
                "--registry-mirror=https://u:p@hub.example",
                "--registry-mirror=https://hub.example/?x",
                "--insecure-registry=10.0.0.0/33",
                "--ip=localhost",
                "--bip=10.0.0.0/8",
                "--bip=10.0.0.1",
                "--fixed-cidr=10.0.0",
                "--default-address-pool=base=10.0.0.0/16",
                "--default-address-pool=base=10.0.0.0/16,size=8",
                "--host-gateway-ip=fe80::1",
                "--dns=nowhere",
                "--mtu=-1",
                "--max-concurrent-downloads=-1",
                "--host=ftp://x",
                "--host=tcp://127.0.0.1:70000",
                "--log-driver=nosuch",
                "--log-opt=max-size=huge",
                "--log-opt=colour=red",
                "--label=nothing",
                "--seccomp-profile=/no/such/file")) {
            int equals = flag.indexOf('=');
            String expected =
                    "invalid argument \"" + flag.substring(equals + 1) + "\" for " + flag.substring(0, equals) + ": ";
            assertTrue(refused("{}", flag).startsWith(expected), () -> refused("{}", flag));
        }
        String file = directory.resolve("daemon.json").toString();
        assertTrue(
                refused("{\"registry-mirrors\": [\"nowhere\"]}")
                        .startsWith("invalid argument \"nowhere\" for registry-mirrors in " + file + ": "),
                () -> refused("{\"registry-mirrors\": [\"nowhere\"]}"));
        assertTrue(
                refused("{}", "--bip=10.0.0.1/24", "--fixed-cidr=10.0.1.0/24").contains("for --fixed-cidr: "));
        assertTrue(refused("{}", "--icc=false", "--iptables=false").contains("--icc=false"));
    }

    @Test
    void aSettingInBothPlacesIsRefused() {
        InvalidArgument e = assertThrows(InvalidArgument.class, () -> read("{\"data-root\":\"/a\"}", "--data-root=/b"));
        assertTrue(e.message().contains("specified both as a flag and in the configuration file"), e.message());
        assertTrue(e.message().contains("data-root"), e.message());
    }

    @Test
    void brokenFilesAreNamed() {
        InvalidArgument e = assertThrows(InvalidArgument.class, () -> read("{nonsense"));
        assertTrue(e.message().contains("daemon.json"), e.message());
    }

    @Test
    void valuesOfTheWrongKindAreRefused() {
        assertThrows(InvalidArgument.class, () -> read("{\"mtu\":\"big\"}"));
        assertThrows(InvalidArgument.class, () -> read("{\"debug\":\"maybe\"}"));
        assertThrows(InvalidArgument.class, () -> new ConfigReader(List.of("--data-root")));
    }
}
