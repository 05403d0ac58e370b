package io.djong.testkit.daemon;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** {@code GET /_ping}, the plainest request that a daemon answers when it is ready. */
public final class Ping {
    private static final byte[] REQUEST =
            "GET /_ping HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final String ANSWER = "HTTP/1.1 200";

    private Ping() {}

    /** Whether a daemon on {@code socket} answers with success. */
    public static boolean answers(Path socket) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.write(ByteBuffer.wrap(REQUEST));
            ByteBuffer head = ByteBuffer.allocate(ANSWER.length());
            while (head.hasRemaining() && channel.read(head) >= 0) {
                // reads on to the status
            }
            return new String(head.array(), 0, head.position(), StandardCharsets.US_ASCII).equals(ANSWER);
        } catch (IOException e) {
            return false; // no socket yet, or nobody behind it
        }
    }
}
