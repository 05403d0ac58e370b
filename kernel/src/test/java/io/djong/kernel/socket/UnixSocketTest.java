package io.djong.kernel.socket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.kernel.Errno;
import io.djong.kernel.Fd;
import io.djong.kernel.KernelException;
import io.djong.kernel.event.FdInput;
import io.djong.kernel.event.Poller;
import io.djong.kernel.process.Child;
import io.djong.kernel.process.Reaper;
import io.djong.kernel.process.Spawn;
import io.djong.kernel.tty.Terminal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class UnixSocketTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private static final int ROUNDS = 300;

    private Poller poller;
    private ExecutorService waiting;

    @TempDir
    Path directory;

    @BeforeEach
    void open() {
        poller = Poller.start();
        waiting = Executors.newVirtualThreadPerTaskExecutor();
    }

    @AfterEach
    void close() {
        waiting.shutdownNow();
        poller.close();
    }

    @Test
    void packetsKeepTheirBoundsAndHalvesCloseAlone() throws Exception {
        Path path = directory.resolve("packets");
        try (UnixListener listener = UnixListener.bind(path, UnixSocket.Kind.SEQPACKET, poller);
                UnixSocket client = UnixSocket.connect(path, UnixSocket.Kind.SEQPACKET, poller);
                UnixSocket server = listener.accept(LONG).orElseThrow()) {
            client.send("one".getBytes(StandardCharsets.UTF_8), 0, 3);
            client.send("three".getBytes(StandardCharsets.UTF_8), 0, 5);
            client.shutdownOutput();
            byte[] buffer = new byte[8193];
            assertEquals(3, server.receive(buffer));
            assertEquals(5, server.receive(buffer));
            assertArrayEquals("three".getBytes(StandardCharsets.UTF_8), Arrays.copyOf(buffer, 5));
            assertEquals(-1, server.receive(buffer));
            server.send(new byte[8193], 0, 8193);
            assertEquals(8193, client.receive(buffer));
        }
    }

    @Test
    void aPathMayBeLongerThanAnAddress() throws Exception {
        Path deep = Files.createDirectories(directory.resolve("d".repeat(100)).resolve("e".repeat(100)));
        Path path = deep.resolve("s");
        try (UnixListener listener = UnixListener.bind(path, UnixSocket.Kind.STREAM, poller);
                UnixSocket client = UnixSocket.connect(path, UnixSocket.Kind.STREAM, poller);
                UnixSocket server = listener.accept(LONG).orElseThrow()) {
            client.send(new byte[] {1}, 0, 1);
            assertEquals(1, server.receive(new byte[8]));
        }
    }

    @Test
    void whatWasSentIsReceivedAlsoFromOneWhoLeftWithoutReading() throws Exception {
        Path path = directory.resolve("s");
        try (UnixListener listener = UnixListener.bind(path, UnixSocket.Kind.SEQPACKET, poller);
                UnixSocket client = UnixSocket.connect(path, UnixSocket.Kind.SEQPACKET, poller)) {
            try (UnixSocket server = listener.accept(LONG).orElseThrow()) {
                client.send(new byte[] {1}, 0, 1);
                server.send(new byte[] {2, 3}, 0, 2);
            }
            assertEquals(2, client.receive(new byte[8]));
            assertEquals(-1, client.receive(new byte[8]));
        }
    }

    @Test
    void theOtherSidesCloseWakesTheReceiver() throws Exception {
        Path path = directory.resolve("s");
        try (UnixListener listener = UnixListener.bind(path, UnixSocket.Kind.SEQPACKET, poller);
                UnixSocket client = UnixSocket.connect(path, UnixSocket.Kind.SEQPACKET, poller)) {
            Future<Integer> receiver = waiting.submit(() -> client.receive(new byte[8]));
            listener.accept(LONG).orElseThrow().close();
            assertEquals(-1, receiver.get());
        }
    }

    @Test
    void itsOwnCloseWakesTheReceiverEachTime() throws Exception {
        Path path = directory.resolve("s");
        try (UnixListener listener = UnixListener.bind(path, UnixSocket.Kind.SEQPACKET, poller)) {
            for (int round = 0; round < ROUNDS; round++) {
                UnixSocket client = UnixSocket.connect(path, UnixSocket.Kind.SEQPACKET, poller);
                try (UnixSocket server = listener.accept(LONG).orElseThrow()) {
                    Future<Integer> receiver = waiting.submit(() -> client.receive(new byte[8]));
                    LockSupport.parkNanos(round * 1_000L); // the receiver has parked in most rounds, not in all
                    client.close();
                    assertEquals(-1, receiver.get());
                    assertEquals(-1, server.receive(new byte[8]));
                }
            }
        }
    }

    @Test
    void aClosedSocketEndsForReadersAndFailsForWriters() throws Exception {
        Path path = directory.resolve("s");
        try (UnixListener listener = UnixListener.bind(path, UnixSocket.Kind.STREAM, poller)) {
            UnixSocket client = UnixSocket.connect(path, UnixSocket.Kind.STREAM, poller);
            listener.accept(LONG).orElseThrow().close();
            client.close();
            client.close();
            client.shutdownOutput();
            assertEquals(-1, client.receive(new byte[8]));
            assertTrue(client.receiveDescriptor().isEmpty());
            assertThrows(IOException.class, () -> client.send(new byte[1], 0, 1));
            assertThrows(IOException.class, () -> client.sendAsFile(new byte[1]));
        }
    }

    @Test
    void nobodyListeningIsAnError() {
        Path path = directory.resolve("nothing");
        KernelException e =
                assertThrows(KernelException.class, () -> UnixSocket.connect(path, UnixSocket.Kind.STREAM, poller));
        assertTrue(e.is(Errno.ENOENT));
    }

    @Test
    void terminalsComeThroughASocketAndTakeASize() throws Exception {
        Path path = directory.resolve("console");
        String script =
                "import os,socket,sys\nm,s=os.openpty()\nc=socket.socket(socket.AF_UNIX)\nc.connect(sys.argv[1])\n"
                        + "socket.send_fds(c,[b'/dev/pts'],[m])\nos.write(s,b'hello')\nos.close(m)\nsys.stdin.read()\n";
        Reaper reaper = Reaper.start();
        try (UnixListener listener = UnixListener.bind(path, UnixSocket.Kind.STREAM, poller);
                Pipe hold = Pipe.toChild()) {
            Child child = reaper.spawn(Spawn.of(Path.of("/usr/bin/python3"), List.of("-c", script, path.toString()))
                    .environment(Map.of())
                    .descriptor(0, hold.reading()));
            try (UnixSocket socket = listener.accept(LONG).orElseThrow();
                    Fd terminal = socket.receiveDescriptor().orElseThrow()) {
                Terminal.resize(terminal, new Terminal.Size(40, 100));
                assertEquals(new Terminal.Size(40, 100), Terminal.size(terminal));
                byte[] text = new FdInput(terminal, poller).readNBytes(5);
                assertEquals("hello", new String(text, StandardCharsets.UTF_8));
            }
            hold.writing().close();
            child.await();
        } finally {
            reaper.close();
        }
    }
}
