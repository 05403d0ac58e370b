package io.djong.http;

import java.io.IOException;
import java.nio.channels.ByteChannel;
import java.nio.channels.FileChannel;

/** What carries a connection's bytes. One thread reads while another writes; both block; any may close. */
interface Transport extends ByteChannel {
    /** Sends a piece of a file, at least a byte of it. @return how many bytes went */
    long send(FileChannel file, long position, long length) throws IOException;

    /** Ends the sending side after what was written. */
    void shutdownOutput() throws IOException;

    /** Who is at the other end, for people; empty for a unix socket. */
    String peer();
}
