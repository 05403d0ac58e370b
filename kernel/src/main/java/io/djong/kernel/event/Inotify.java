package io.djong.kernel.event;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.djong.kernel.Errno;
import io.djong.kernel.Fd;
import io.djong.kernel.ffi.Syscall;
import io.djong.kernel.ffi.Sysno;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * An inotify(7) instance. Watches may be added and removed by any thread; one thread reads.
 *
 * <p>Register a watch before looking at what it watches: what happens between would be missed the other way round.
 */
public final class Inotify implements AutoCloseable {
    private static final int CLOEXEC_NONBLOCK = 0x80000 | 0x800;
    private static final int HEADER = 16;
    private static final int BUFFER = 64 * 1024;

    /** What may happen to a watched file or, in a watched directory, to an entry. */
    public enum Kind {
        MODIFY(0x2),
        ATTRIB(0x4),
        CLOSE_WRITE(0x8),
        OPEN(0x20),
        MOVED_FROM(0x40),
        MOVED_TO(0x80),
        CREATE(0x100),
        DELETE(0x200),
        DELETE_SELF(0x400),
        MOVE_SELF(0x800),
        /** Comes unasked: the file system was unmounted. */
        UNMOUNT(0x2000),
        /** Comes unasked: events were lost; look at everything again. */
        OVERFLOW(0x4000),
        /** Comes unasked: the watch is gone. */
        IGNORED(0x8000);

        private final int bit;

        Kind(int bit) {
            this.bit = bit;
        }
    }

    /** A watch's number, unique in its instance and not reused while that lives. */
    public record Watch(int descriptor) {}

    /**
     * One event.
     *
     * @param watch which watch it belongs to; its descriptor is -1 for an overflow
     * @param kinds what happened
     * @param cookie joins the two halves of a rename
     * @param name the entry in a watched directory, empty for the watched file itself
     */
    public record Event(Watch watch, Set<Kind> kinds, int cookie, String name) {
        public Event {
            kinds = Set.copyOf(kinds);
        }
    }

    private final Fd fd;
    private final Poller poller;
    private final MemorySegment buffer = Arena.ofAuto().allocate(BUFFER, 8);

    private Inotify(Fd fd, Poller poller) {
        this.fd = fd;
        this.poller = poller;
    }

    /** Opens an instance. @throws io.djong.kernel.KernelException as inotify_init1(2), above all EMFILE */
    public static Inotify open(Poller poller) {
        long result = Syscall.raw(Sysno.INOTIFY_INIT1, CLOEXEC_NONBLOCK);
        return new Inotify(Fd.own((int) Syscall.check(result, "inotify_init", "instance")), poller);
    }

    /** Watches a file or directory; watching the same one again changes its watch. */
    public Watch add(Path path, Set<Kind> kinds) {
        int mask = 0;
        for (Kind kind : kinds) {
            mask |= kind.bit;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = Syscall.string(arena, path.toString());
            long result = Syscall.raw(Sysno.INOTIFY_ADD_WATCH, fd.number(), name.address(), mask);
            return new Watch((int) Syscall.check(result, "inotify_add_watch", path));
        }
    }

    /** Ends a watch; one that is gone already is no error. */
    public void remove(Watch watch) {
        Syscall.raw(Sysno.INOTIFY_RM_WATCH, fd.number(), watch.descriptor());
    }

    /** Waits for events and takes those that are there. */
    public List<Event> take() throws InterruptedException {
        while (true) {
            long count = Syscall.raw(Sysno.READ, fd.number(), buffer.address(), BUFFER);
            if (count > 0) {
                return parse(count);
            }
            if (Syscall.failed(count, Errno.EAGAIN)) {
                poller.awaitReadable(fd);
            } else if (!Syscall.failed(count, Errno.EINTR)) {
                Syscall.check(count, "read", "inotify");
            }
        }
    }

    private List<Event> parse(long count) {
        List<Event> events = new ArrayList<>();
        long at = 0;
        while (at < count) {
            int watch = buffer.get(JAVA_INT, at);
            int mask = buffer.get(JAVA_INT, at + 4);
            int cookie = buffer.get(JAVA_INT, at + 8);
            int length = buffer.get(JAVA_INT, at + 12);
            events.add(new Event(new Watch(watch), kinds(mask), cookie, name(at + HEADER, length)));
            at += HEADER + length;
        }
        return events;
    }

    private String name(long at, int length) {
        byte[] padded = buffer.asSlice(at, length).toArray(JAVA_BYTE);
        int end = 0;
        while (end < padded.length && padded[end] != 0) {
            end++;
        }
        return new String(padded, 0, end, StandardCharsets.UTF_8);
    }

    private static Set<Kind> kinds(int mask) {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        for (Kind kind : Kind.values()) {
            if ((mask & kind.bit) != 0) {
                kinds.add(kind);
            }
        }
        return kinds;
    }

    /** Closes the instance. A thread in {@link #take} is not woken: interrupt it. */
    @Override
    public void close() {
        fd.close();
    }
}
