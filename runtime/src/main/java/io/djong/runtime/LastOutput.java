package io.djong.runtime;

import io.djong.kernel.socket.UnixSocket;
import io.djong.model.error.Cancelled;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a container wrote last, kept for a client that is slower than the container's end. As much as Docker keeps: what is
 * beyond is lost to this client, and is in the log.
 */
final class LastOutput {
    private static final Logger LOG = LoggerFactory.getLogger(LastOutput.class);
    private static final int LIMIT = 1 << 20;
    private static final byte[] END = {};

    private final UnixSocket connection;
    private final BlockingQueue<byte[]> packets = new LinkedBlockingQueue<>();

    LastOutput(UnixSocket connection) {
        this.connection = connection;
    }

    /** Receives until the end, or until it is too much. */
    void gather() {
        byte[] buffer = new byte[Attachment.PACKET];
        int size = 0;
        try {
            for (int count = connection.receive(buffer); count >= 1; count = connection.receive(buffer)) {
                packets.add(Arrays.copyOf(buffer, count));
                size += count;
                if (size > LIMIT) {
                    connection.shutdownInput();
                    break;
                }
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("the last output for a client ends early: {}", e.toString());
        } finally {
            packets.add(END);
        }
    }

    /** Waits for a packet. @return an empty one at the end, and from then on */
    byte[] next() {
        try {
            byte[] packet = packets.take();
            if (packet.length == 0) {
                packets.add(END);
            }
            return packet;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Cancelled("attach was cancelled", e);
        }
    }
}
