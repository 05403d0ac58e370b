package io.djong.kernel.namespace;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.djong.kernel.Errno;
import io.djong.kernel.Fd;
import io.djong.kernel.KernelException;
import io.djong.kernel.ffi.Syscall;
import io.djong.kernel.ffi.Sysno;
import io.djong.kernel.process.Reaper;
import io.djong.kernel.process.Spawn;
import io.djong.kernel.socket.Pipe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/**
 * Makes user namespaces, and network namespaces that belong to them.
 *
 * <p>The kernel lets no process of several threads, as a JVM is, into a new user namespace. So {@code unshare} and {@code
 * nsenter} of util-linux, which every distribution has, make one and become {@code cat} in it: the byte that this echoes
 * says that it is there, and the end of its input has it end once the namespaces are held by descriptors.
 */
public final class UserNamespaces {
    private static final String UNSHARE = "/usr/bin/unshare";
    private static final String NSENTER = "/usr/bin/nsenter";
    private static final String CAT = "/bin/cat";

    private static final byte READY = '\n';
    private static final int TEXT = 512;
    private static final short POLLIN = 1;
    private static final int SECONDS = 10;
    private static final int OWNER = 3;

    private final Reaper reaper;

    public UserNamespaces(Reaper reaper) {
        this.reaper = reaper;
    }

    /**
     * Makes a namespace for mounts whose files are to be shown shifted, {@link
     * io.djong.kernel.mount.Mounts#shifted}: nobody ever runs in it. It knows this process's root too, by a number
     * beyond all others, because what an overlay does for itself is done as the root that mounted it.
     */
    public UserNamespace forMounts(IdMapping ids) {
        return hold(Spawn.of(Path.of(UNSHARE), List.of("--user", CAT)), pid -> {
            map(pid, ids.withOwnRoot());
            return UserNamespace.of(pid);
        });
    }

    /** Makes a user namespace and a network namespace that belongs to it, by which {@link UserNamespace#owning} finds it. */
    public NetworkNamespace network(IdMapping ids) {
        return hold(Spawn.of(Path.of(UNSHARE), List.of("--user", "--net", CAT)), pid -> {
            map(pid, ids);
            return networkOf(pid);
        });
    }

    /** Makes a network namespace that belongs to a user namespace. */
    public NetworkNamespace networkIn(UserNamespace owner) {
        List<String> arguments = List.of("--user=/proc/self/fd/" + OWNER, UNSHARE, "--net", CAT);
        return hold(Spawn.of(Path.of(NSENTER), arguments).descriptor(OWNER, owner.fd()), UserNamespaces::networkOf);
    }

    private static NetworkNamespace networkOf(long pid) {
        return NetworkNamespace.open(Path.of("/proc/" + pid + "/ns/net"));
    }

    private static void map(long pid, IdMapping ids) {
        Path process = Path.of("/proc", Long.toString(pid));
        try {
            Files.writeString(process.resolve("uid_map"), IdMapping.text(ids.users()));
            Files.writeString(process.resolve("gid_map"), IdMapping.text(ids.groups()));
        } catch (IOException e) {
            throw new UncheckedIOException("map the ids of a user namespace: " + e.getMessage(), e);
        }
    }

    /** Runs a program until the caller is done with its namespaces. */
    private <T> T hold(Spawn program, LongFunction<T> use) {
        return OwnThread.run("userns", () -> {
            try (Pipe in = Pipe.toChild();
                    Pipe out = Pipe.fromChild()) {
                long pid = reaper.spawn(program.descriptor(0, in.reading())
                                .descriptor(1, out.writing())
                                .descriptor(2, out.writing()))
                        .pid();
                in.reading().close();
                out.writing().close();
                awaitEcho(program, in.writing(), out.reading());
                return use.apply(pid);
            }
        });
    }

    private static void awaitEcho(Spawn program, Fd in, Fd out) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(TEXT);
            buffer.set(JAVA_BYTE, 0, READY);
            // A program that has failed reads nothing: what it says is read below.
            long _ = Syscall.raw(Sysno.WRITE, in.number(), buffer.address(), 1);
            long count = await(arena, out) ? Syscall.raw(Sysno.READ, out.number(), buffer.address(), TEXT) : 0;
            if (count != 1 || buffer.get(JAVA_BYTE, 0) != READY) {
                String words = count <= 0
                        ? "no answer"
                        : new String(buffer.asSlice(0, count).toArray(JAVA_BYTE), StandardCharsets.UTF_8).strip();
                throw new KernelException(Errno.EPERM, "make user namespace", describe(program) + ": " + words);
            }
        }
    }

    private static boolean await(Arena arena, Fd out) {
        MemorySegment poll = arena.allocate(JAVA_LONG);
        poll.set(JAVA_INT, 0, out.number());
        poll.set(JAVA_SHORT, 4, POLLIN);
        MemorySegment limit = arena.allocate(JAVA_LONG, 2);
        limit.set(JAVA_LONG, 0, SECONDS);
        return Syscall.raw(Sysno.PPOLL, poll.address(), 1, limit.address(), 0, 0) > 0;
    }

    private static String describe(Spawn program) {
        List<String> words = new ArrayList<>(List.of(program.program().toString()));
        words.addAll(program.arguments());
        return String.join(" ", words);
    }
}
