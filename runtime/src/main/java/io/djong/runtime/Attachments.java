package io.djong.runtime;

import io.djong.kernel.Errno;
import io.djong.kernel.KernelException;
import io.djong.kernel.event.Poller;
import io.djong.kernel.socket.UnixSocket;
import io.djong.model.ContainerId;
import io.djong.model.error.Conflict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The attachments of one task. Where standard input ends with an attachment, conmon ends it with any attachment that is
 * closed; those that brought no input are therefore held, shut for receiving, until the task has ended.
 */
final class Attachments {
    private final Path socket;
    private final boolean hold;
    private final Poller poller;
    private final List<UnixSocket> held = new ArrayList<>(); // guarded by itself

    Attachments(Path socket, Stdio stdio, Poller poller) {
        this.socket = socket;
        this.hold = stdio.input() == Stdio.Input.ONCE;
        this.poller = poller;
    }

    Attachment open(ContainerId id) throws InterruptedException {
        try {
            return new Attachment(UnixSocket.connect(socket, UnixSocket.Kind.SEQPACKET, poller), this);
        } catch (KernelException e) {
            if (e.is(Errno.ENOENT) || e.is(Errno.ECONNREFUSED)) {
                throw new Conflict("container " + id + " is not running", e);
            }
            throw e;
        }
    }

    /** Takes back an attachment that leaves standard input as it is. */
    void leave(UnixSocket connection) {
        if (!hold) {
            connection.close();
            return;
        }
        connection.shutdownInput();
        synchronized (held) {
            held.add(connection);
        }
    }

    void release() {
        synchronized (held) {
            held.forEach(UnixSocket::close);
            held.clear();
        }
    }
}
