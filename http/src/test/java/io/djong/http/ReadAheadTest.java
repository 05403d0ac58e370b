package io.djong.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ReadAheadTest {
    /** A client that sends without end; each read is told as it begins. */
    private static final class Endless implements ReadableByteChannel {
        private final BlockingQueue<String> reads = new LinkedBlockingQueue<>();
        private volatile boolean open = true;

        @Override
        public int read(ByteBuffer target) throws IOException {
            reads.add(open ? "open" : "closed");
            if (!open) {
                throw new ClosedChannelException();
            }
            int count = target.remaining();
            target.position(target.limit());
            return count;
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public void close() {
            open = false;
        }
    }

    @Test
    void closingEndsAReaderThatWaitsForRoom() throws Exception {
        Endless client = new Endless();
        ReadAhead ahead = new ReadAhead(client, 1);
        ahead.start();
        assertEquals("open", client.reads.poll(10, TimeUnit.SECONDS));
        assertEquals("open", client.reads.poll(10, TimeUnit.SECONDS)); // there is no room for what this one brings
        client.close();
        ahead.close();
        assertEquals("closed", client.reads.poll(10, TimeUnit.SECONDS));
        assertThrows(IOException.class, () -> ahead.read(new byte[1], 0, 1));
    }
}
