package io.djong.runtime;

import io.djong.kernel.Errno;
import io.djong.kernel.KernelException;
import io.djong.kernel.event.Poller;
import io.djong.kernel.socket.UnixSocket;
import io.djong.model.ContainerId;
import io.djong.model.error.Conflict;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The attachments of one task. Where standard input ends with an attachment, conmon ends it with any attachment that is
 * closed; those that brought no input are therefore held, shut for receiving, until the task has ended.
 *
 * <p>conmon waits for each attachment to take what it sends. While the container runs that holds its output back, as it
 * should; after the end of the main process it must not keep conmon from ending.
 */
final class Attachments {
    private final Path socket;
    private final boolean hold;
    private final Poller poller;
    private final Map<UnixSocket, Attachment> open = new HashMap<>(); // guarded by this
    private final Set<UnixSocket> held = new HashSet<>(); // guarded by this
    private boolean over; // guarded by this

    Attachments(Bundle bundle, Stdio stdio, Poller poller) {
        this.socket = bundle.attachSocket();
        this.hold = stdio.input() == Stdio.Input.ONCE;
        this.poller = poller;
    }

    Attachment open(ContainerId id) throws InterruptedException {
        try {
            UnixSocket connection = UnixSocket.connect(socket, UnixSocket.Kind.SEQPACKET, poller);
            Attachment attachment = new Attachment(connection, this);
            if (!add(connection, attachment)) {
                connection.close();
                throw new Conflict("container " + id + " is not running");
            }
            return attachment;
        } catch (KernelException e) {
            if (e.is(Errno.ENOENT) || e.is(Errno.ECONNREFUSED)) {
                throw new Conflict("container " + id + " is not running", e);
            }
            throw e;
        }
    }

    private synchronized boolean add(UnixSocket connection, Attachment attachment) {
        if (!over) {
            open.put(connection, attachment);
        }
        return !over;
    }

    /** Takes back an attachment that leaves standard input as it is. */
    synchronized void leave(UnixSocket connection) {
        if (hold && !over) {
            connection.shutdownInput();
            open.remove(connection);
            held.add(connection);
        } else {
            close(connection);
        }
    }

    synchronized void close(UnixSocket connection) {
        open.remove(connection);
        connection.close();
    }

    /** Lets conmon go on, whatever clients do: takes what it still sends aside, for them to read when they will. */
    synchronized void takeAside() {
        over = true;
        open.values().forEach(Attachment::takeAside);
    }

    /** Closes those that are held, which nobody needs after the end. */
    synchronized void release() {
        over = true;
        held.forEach(UnixSocket::close);
        held.clear();
    }
}
