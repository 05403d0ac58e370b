package io.djong.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.model.error.InvalidArgument;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SandboxFilesTest {
    private static final String HOST = """
            # by hand
            nameserver 127.0.0.53
            nameserver 10.0.0.53
            nameserver ::1
            search example.org  example.net
            options ndots:2 timeout:1
            """;

    private static String body(String resolvConf) {
        return resolvConf.substring(resolvConf.indexOf("\n\n") + 2);
    }

    @Test
    void resolversOfTheHostsLoopbackAreLeftOut() {
        assertEquals(
                "nameserver 10.0.0.53\nsearch example.org example.net\noptions ndots:2 timeout:1\n",
                body(ResolvConf.forContainer(HOST, Dns.EMPTY)));
    }

    @Test
    void withoutAResolverThatContainersReachPublicOnesStandIn() {
        assertEquals(
                "nameserver 8.8.8.8\nnameserver 8.8.4.4\n",
                body(ResolvConf.forContainer("nameserver 127.0.0.1\n", Dns.EMPTY)));
    }

    @Test
    void whatIsAskedForTakesTheHostsPlace() {
        Dns dns = new Dns(List.of("1.1.1.1", "2606:4700::1111"), List.of("."), List.of("ndots:0"));
        assertEquals(
                "nameserver 1.1.1.1\nnameserver 2606:4700::1111\noptions ndots:0\n",
                body(ResolvConf.forContainer(HOST, dns)));
    }

    @Test
    void theHostsNamespaceKeepsTheHostsFile() {
        assertEquals(HOST, ResolvConf.forHost(HOST, Dns.EMPTY));
    }

    @Test
    void whatIsNoAddressOrHidesALineIsRefused() {
        for (String server : List.of("example.org", "1.1.1.1\nsearch evil", "", "fe80::1%eth0\nx")) {
            Dns dns = new Dns(List.of(server), List.of(), List.of());
            assertThrows(InvalidArgument.class, () -> ResolvConf.forContainer("", dns), server);
        }
        Dns search = new Dns(List.of(), List.of("a\nnameserver 6.6.6.6"), List.of());
        assertThrows(InvalidArgument.class, () -> ResolvConf.forContainer("", search));
    }

    @Test
    void hostsKnowTheLoopbackTheExtraNamesAndTheContainer() {
        HostsFile file = HostsFile.ofContainer()
                .extra(List.of("db:10.0.0.9", "host:host-gateway", "six:[fd00::1]"), Optional.of("172.17.0.1"))
                .line("172.17.0.2", "web.example.org web");
        assertTrue(file.toString().startsWith("127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n"));
        assertTrue(file.toString()
                .endsWith("10.0.0.9\tdb\n172.17.0.1\thost\nfd00::1\tsix\n172.17.0.2\tweb.example.org web\n"));
    }

    @Test
    void badExtraHostsAreRefused() {
        for (String extra : List.of("db", "db:", ":10.0.0.9", "db:nowhere", "a\nb:10.0.0.9", "db:host-gateway")) {
            HostsFile file = HostsFile.ofContainer();
            assertThrows(InvalidArgument.class, () -> file.extra(List.of(extra), Optional.empty()), extra);
        }
    }

    @Test
    void aHostsFileWithoutItsLastNewlineIsContinuedOnALineOfItsOwn() {
        String text =
                HostsFile.ofHost("127.0.0.1 localhost").line("10.0.0.1", "x").toString();
        assertFalse(text.contains("localhost10"));
        assertTrue(text.endsWith("\n10.0.0.1\tx\n"));
    }
}
