package io.djong.it.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.it.Host;
import io.djong.testkit.process.Await;
import io.djong.testkit.process.Command;
import io.djong.testkit.process.Result;
import io.djong.testkit.process.Running;
import io.djong.testkit.registry.Ports;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Ports published from the loopback interface, from an address of the host, and from another machine. */
final class PublishedPortsIT {
    @RegisterExtension
    static final Host HOST = Host.with();

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String HOST_ADDRESS = "198.51.100.1";
    private static final String SERVER = "cd /var/www && echo served > page && mkdir cgi-bin"
            + " && printf '#!/bin/sh\necho; echo $REMOTE_ADDR\n' > cgi-bin/caller && chmod +x cgi-bin/caller"
            + " && exec httpd -f -p 80";

    /** Another machine: a network namespace at the other end of a veth pair. */
    @BeforeAll
    static void plugInAnotherMachine() {
        sh("mkdir -p /run/netns && ip netns add elsewhere"
                + " && ip link add toelsewhere type veth peer name eth0 netns elsewhere"
                + " && ip addr add " + HOST_ADDRESS + "/24 dev toelsewhere && ip link set toelsewhere up"
                + " && ip -n elsewhere addr add 198.51.100.2/24 dev eth0 && ip -n elsewhere link set eth0 up");
    }

    @AfterAll
    static void unplugIt() {
        sh("ip link del toelsewhere; ip netns del elsewhere");
    }

    @Test
    void aPortIsReachedFromEverySide() {
        int port = Ports.free();
        serve("-p", port + ":80");
        assertEquals("served\n", fetch("127.0.0.1", port));
        assertEquals("served\n", fetch(HOST_ADDRESS, port));
        assertEquals("served\n", fetchFromElsewhere(port, "/page"));
    }

    @Test
    void aPortOfLoopbackIsNotReachedFromOutside() {
        int port = Ports.free();
        serve("-p", "127.0.0.1:" + port + ":80");
        assertEquals("served\n", fetch("127.0.0.1", port));
        assertEquals("", fetchFromElsewhere(port, "/page"));
    }

    @Test
    void aPortThatTheDaemonChoosesIsShown() {
        String id = serve("-p", "80");
        String shown = HOST.docker().ok("port", id, "80/tcp").lines().getFirst();
        assertTrue(shown.matches("0\\.0\\.0\\.0:\\d+"), shown);
        assertEquals("served\n", fetch("127.0.0.1", Integer.parseInt(shown.substring(shown.indexOf(':') + 1))));
        String ports = HOST.docker().ok("ps", "--format", "{{.Ports}}").line();
        assertTrue(ports.startsWith(shown + "->80/tcp"), ports);
    }

    @Test
    void aUdpPortIsReached() {
        int port = Ports.free();
        String id = HOST.docker()
                .ok("run", "-d", "-p", port + ":5353/udp", "busybox", "sleep", "1000")
                .line();
        String pid = HOST.docker().inspect(id, "{{.State.Pid}}");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        try (Running echo = Command.of("nsenter", "--net=/proc/" + pid + "/ns/net", java)
                .and("-cp", System.getProperty("java.class.path"), UdpEcho.class.getName(), "5353")
                .start()) {
            Await.until("the datagram comes back", LIMIT, () -> answers("127.0.0.1", port), echo::toString);
            assertTrue(answers(HOST_ADDRESS, port), "no answer from the host's own address");
        }
    }

    @Test
    void aPortIsFreeAgainAfterItsContainer() throws IOException {
        int port = Ports.free();
        String id = serve("-p", port + ":80");
        HOST.docker().ok("rm", "-f", id);
        new ServerSocket(port).close();
        serve("-p", port + ":80");
        assertEquals("served\n", fetch("127.0.0.1", port));
    }

    @Test
    void aPortOfAnotherContainerIsRefused() {
        int port = Ports.free();
        serve("-p", port + ":80");
        Result second = HOST.docker()
                .run("run", "-d", "--name", "second", "-p", port + ":80", "busybox", "sleep", "100")
                .exits(125);
        assertTrue(
                second.err().contains("Bind for 0.0.0.0:" + port + " failed: port is already allocated"), second::err);
        assertEquals("created", HOST.docker().inspect("second", "{{.State.Status}}"));
    }

    @Test
    void aPortOfAnotherProgramIsRefused() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            Result result = HOST.docker()
                    .run("run", "-d", "-p", taken.getLocalPort() + ":80", "busybox", "sleep", "100")
                    .exits(125);
            assertTrue(result.err().contains("address already in use"), result::err);
        }
    }

    @Test
    void noOtherProgramTakesAPublishedPort() {
        int port = Ports.free();
        serve("-p", port + ":80");
        assertTrue(!canListen(port), "another program could listen on a published port");
    }

    @Test
    void theContainerSeesTheCallersAddress() {
        int port = Ports.free();
        serve("-p", port + ":80");
        String caller = fetchFromElsewhere(port, "/cgi-bin/caller");
        assertTrue(caller.contains("198.51.100.2"), caller);
    }

    private static String serve(String... publish) {
        String id = HOST.docker()
                .command("run", "-d")
                .and(publish)
                .and("busybox", "sh", "-c", SERVER)
                .run()
                .ok()
                .line();
        Await.until("the server listens", LIMIT, () -> listens(id));
        return id;
    }

    private static boolean listens(String container) {
        return HOST.docker()
                .ok("exec", container, "cat", "/proc/net/tcp", "/proc/net/tcp6")
                .out()
                .contains(":0050 ");
    }

    private static String fetch(String address, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 5000);
            socket.setSoTimeout(5000);
            socket.getOutputStream().write("GET /page HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.substring(answer.indexOf("\r\n\r\n") + 4);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static String fetchFromElsewhere(int port, String path) {
        return Command.of("nsenter", "--net=/run/netns/elsewhere", "timeout", "5", "busybox", "wget", "-q", "-O", "-")
                .and("http://" + HOST_ADDRESS + ":" + port + path)
                .run()
                .out();
    }

    private static boolean answers(String address, int port) {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(500);
            byte[] ping = "ping".getBytes(StandardCharsets.UTF_8);
            socket.send(new DatagramPacket(ping, ping.length, InetAddress.getByName(address), port));
            DatagramPacket answer = new DatagramPacket(new byte[64], 64);
            socket.receive(answer);
            return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8).equals("ping");
        } catch (IOException e) {
            return false; // nobody listens yet
        }
    }

    private static boolean canListen(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private static void sh(String script) {
        Command.of("sh", "-c", script).run().ok();
    }
}
