package io.djong.api.stream;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.api.routing.ApiVersion;
import io.djong.api.routing.Call;
import io.djong.http.Limits;
import io.djong.http.ListenAddress;
import io.djong.http.Server;
import io.djong.model.error.Cancelled;
import io.djong.model.error.Internal;
import io.djong.model.image.ProgressMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ProgressWriterTest {
    private static final int ENOUGH = 200_000; // more than the sockets and the queue take

    private final CountDownLatch interrupted = new CountDownLatch(1);

    /** A worker reports until it is interrupted, which is where the client reads slowly: inside a write. */
    private void pull(Call call) throws InterruptedException {
        try (ProgressWriter progress = new ProgressWriter(call)) {
            Thread worker = Thread.ofPlatform().start(() -> {
                try {
                    for (int i = 0; i < ENOUGH; i++) {
                        progress.accept(ProgressMessage.failed(0, "layer " + i));
                    }
                } catch (Cancelled e) {
                    interrupted.countDown();
                }
            });
            while (worker.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            worker.interrupt();
            worker.join();
            progress.fail(new Internal("the layer is bad"));
        }
    }

    @Test
    void anInterruptedReporterDoesNotKeepTheFailureFromTheClient() throws Exception {
        try (Server server = new Server(
                        List.of(new ListenAddress.Tcp(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))),
                        Limits.DEFAULT,
                        (request, response) -> pull(new Call(request, response, ApiVersion.NEWEST, Map.of())));
                Socket client = connected(server)) {
            client.getOutputStream()
                    .write("GET /pull HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            interrupted.await();
            String all = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(all.contains("the layer is bad"), "the failure is the last message");
            assertTrue(all.endsWith("0\r\n\r\n"), "the response is whole");
        }
    }

    private static Socket connected(Server server) throws IOException {
        server.start();
        InetSocketAddress address = (InetSocketAddress) server.bound().getFirst();
        return new Socket(address.getAddress(), address.getPort());
    }
}
