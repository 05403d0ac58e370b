package io.djong.it.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.it.Host;
import io.djong.testkit.process.Await;
import io.djong.testkit.process.Command;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class NetworkIT {
    @RegisterExtension
    static final Host HOST = Host.with();

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void twoContainersReachEachOtherByAddress() {
        String server = HOST.docker()
                .ok("run", "-d", "busybox", "sh", "-c", "while :; do echo served | nc -l -p 80; done")
                .line();
        String address = HOST.docker().inspect(server, "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}");
        assertTrue(address.matches("\\d+\\.\\d+\\.\\d+\\.\\d+"), address);
        Await.until(
                "the server is reached",
                LIMIT,
                () -> HOST.docker()
                        .run("run", "--rm", "busybox", "nc", address, "80")
                        .out()
                        .equals("served\n"));
    }

    @Test
    void everyContainerHasAnAddressOfItsOwn() {
        String first = HOST.docker().ok("run", "-d", "busybox", "sleep", "100").line();
        String second = HOST.docker().ok("run", "-d", "busybox", "sleep", "100").line();
        String template = "{{range .NetworkSettings.Networks}}{{.IPAddress}} {{.MacAddress}}{{end}}";
        assertNotEquals(HOST.docker().inspect(first, template), HOST.docker().inspect(second, template));
    }

    @Test
    void theContainerHasItsAddressAndItsRoute() {
        HOST.docker().ok("run", "-d", "--name", "box", "busybox", "sleep", "100");
        String address =
                HOST.docker().inspect("box", "{{.NetworkSettings.IPAddress}}/{{.NetworkSettings.IPPrefixLen}}");
        String gateway = HOST.docker().inspect("box", "{{.NetworkSettings.Gateway}}");
        String shown =
                HOST.docker().ok("exec", "box", "ip", "addr", "show", "eth0").out();
        assertTrue(shown.contains("inet " + address + " "), shown);
        String routes = HOST.docker().ok("exec", "box", "ip", "route").out();
        assertTrue(routes.contains("default via " + gateway + " dev eth0"), routes);
    }

    @Test
    void theHostReachesTheContainerAndTheContainerTheHost() {
        HOST.docker().ok("run", "-d", "--name", "box", "busybox", "sleep", "100");
        String address = HOST.docker().inspect("box", "{{.NetworkSettings.IPAddress}}");
        String gateway = HOST.docker().inspect("box", "{{.NetworkSettings.Gateway}}");
        Command.of("busybox", "ping", "-c", "1", "-W", "5", address).run().ok();
        HOST.docker().ok("exec", "box", "ping", "-c", "1", "-W", "5", gateway);
    }

    @Test
    void hostnameAndHostsNameTheContainer() {
        String id = HOST.docker().ok("run", "-d", "busybox", "sleep", "100").line();
        String name = id.substring(0, 12);
        String address = HOST.docker().inspect(id, "{{.NetworkSettings.IPAddress}}");
        assertEquals(
                name + "\n",
                HOST.docker().ok("exec", id, "cat", "/etc/hostname").out());
        String hosts = HOST.docker().ok("exec", id, "cat", "/etc/hosts").out();
        assertTrue(hosts.contains("127.0.0.1\tlocalhost\n"), hosts);
        assertTrue(hosts.contains(address + "\t" + name + "\n"), hosts);
    }

    @Test
    void resolvConfSaysWhatWasAskedFor() {
        String text = HOST.docker()
                .ok(
                        "run",
                        "--rm",
                        "--dns",
                        "192.0.2.53",
                        "--dns-search",
                        "example.org",
                        "busybox",
                        "cat",
                        "/etc/resolv.conf")
                .out();
        assertTrue(text.contains("nameserver 192.0.2.53\n"), text);
        assertTrue(text.contains("search example.org\n"), text);
    }

    @Test
    void withoutANetworkThereIsOnlyLoopback() {
        String links = HOST.docker()
                .ok("run", "--rm", "--network", "none", "busybox", "ls", "/sys/class/net")
                .line();
        assertEquals("lo", links);
    }

    @Test
    void theHostsNetworkIsTheHosts() {
        String own = Command.of("readlink", "/proc/self/ns/net").run().ok().line();
        String seen = HOST.docker()
                .ok("run", "--rm", "--network", "host", "busybox", "readlink", "/proc/self/ns/net")
                .line();
        assertEquals(own, seen);
    }

    @Test
    void theDefaultNetworksAreThere() {
        List<String> names = HOST.docker()
                .ok("network", "ls", "--format", "{{.Name}} {{.Driver}}")
                .lines();
        assertEquals(
                List.of("bridge bridge", "host host", "none null"),
                names.stream().sorted().toList());
        assertFalse(HOST.docker()
                .inspect("bridge", "{{(index .IPAM.Config 0).Subnet}}")
                .isEmpty());
    }

    @Test
    void aContainerJoinsTheNetworkOfAnother() {
        HOST.docker().ok("run", "-d", "--name", "box", "busybox", "sleep", "100");
        String own = HOST.docker().ok("exec", "box", "ip", "addr").out();
        String joined = HOST.docker()
                .ok("run", "--rm", "--network", "container:box", "busybox", "ip", "addr")
                .out();
        assertEquals(own, joined);
    }
}
