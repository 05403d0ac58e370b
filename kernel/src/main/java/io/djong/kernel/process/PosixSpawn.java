package io.djong.kernel.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.djong.kernel.Errno;
import io.djong.kernel.Fd;
import io.djong.kernel.KernelException;
import io.djong.kernel.ffi.Syscall;
import io.djong.kernel.ffi.Sysno;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * posix_spawn(3), which in glibc is a vfork: no copy of a JVM's page tables. Half the price of ProcessBuilder, which
 * goes through a helper program.
 */
final class PosixSpawn {
    private static final int SETSIGDEF = 0x04;
    private static final int SETSIGMASK = 0x08;
    private static final int SETSID = 0x80;
    private static final int F_DUPFD_CLOEXEC = 1030;
    private static final int O_RDWR = 2;

    // Sizes in glibc on x86_64 and aarch64, rounded up.
    private static final int ACTIONS_SIZE = 128;
    private static final int ATTRIBUTES_SIZE = 384;
    private static final int SIGSET_SIZE = 128;

    private static final FunctionDescriptor ONE = FunctionDescriptor.of(JAVA_INT, ADDRESS);
    private static final FunctionDescriptor TWO = FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS);
    private static final MethodHandle ACTIONS_INIT = link("posix_spawn_file_actions_init", ONE);
    private static final MethodHandle ACTIONS_DESTROY = link("posix_spawn_file_actions_destroy", ONE);
    private static final MethodHandle ADD_DUP2 =
            link("posix_spawn_file_actions_adddup2", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    private static final MethodHandle ADD_OPEN = link(
            "posix_spawn_file_actions_addopen",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    private static final MethodHandle ADD_CLOSE =
            link("posix_spawn_file_actions_addclose", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle ADD_CLOSEFROM =
            link("posix_spawn_file_actions_addclosefrom_np", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle ADD_CHDIR = link("posix_spawn_file_actions_addchdir_np", TWO);
    private static final MethodHandle ATTRIBUTES_INIT = link("posix_spawnattr_init", ONE);
    private static final MethodHandle SET_FLAGS =
            link("posix_spawnattr_setflags", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_SHORT));
    private static final MethodHandle SET_DEFAULTS = link("posix_spawnattr_setsigdefault", TWO);
    private static final MethodHandle SPAWN =
            link("posix_spawn", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS));

    private PosixSpawn() {}

    @SuppressWarnings("restricted") // the module for native access
    private static MethodHandle link(String symbol, FunctionDescriptor signature) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(symbol), signature);
    }

    static long run(Spawn spawn) {
        try (Arena arena = Arena.ofConfined();
                Sources sources = new Sources(spawn.descriptors())) {
            MemorySegment pid = arena.allocate(JAVA_INT);
            MemorySegment actions = arena.allocate(ACTIONS_SIZE, 16);
            check((int) ACTIONS_INIT.invokeExact(actions), "posix_spawn_file_actions_init");
            try {
                describe(arena, actions, spawn, sources.numbers);
                int result = (int) SPAWN.invokeExact(
                        pid,
                        Syscall.string(arena, spawn.program().toString()),
                        actions,
                        attributes(arena, spawn.session()),
                        strings(arena, spawn.command()),
                        strings(arena, variables(spawn.environment())));
                if (result != 0) {
                    throw new KernelException(
                            Errno.of(result), "exec", spawn.program().toString());
                }
                return pid.get(JAVA_INT, 0);
            } finally {
                check((int) ACTIONS_DESTROY.invokeExact(actions), "posix_spawn_file_actions_destroy");
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable t) {
            throw new AssertionError("posix_spawn(3) itself does not throw", t);
        }
    }

    private static void describe(Arena arena, MemorySegment actions, Spawn spawn, Map<Integer, Integer> sources)
            throws Throwable {
        int last = Math.max(
                2, sources.keySet().stream().mapToInt(Integer::intValue).max().orElse(2));
        MemorySegment devNull = arena.allocateFrom("/dev/null");
        for (Map.Entry<Integer, Integer> entry : sources.entrySet()) {
            check((int) ADD_DUP2.invokeExact(actions, (int) entry.getValue(), (int) entry.getKey()), "adddup2");
        }
        for (int number = 0; number <= last; number++) {
            if (sources.containsKey(number)) {
                continue;
            }
            if (number <= 2) {
                check((int) ADD_OPEN.invokeExact(actions, number, devNull, O_RDWR, 0), "addopen");
            } else {
                check((int) ADD_CLOSE.invokeExact(actions, number), "addclose");
            }
        }
        check((int) ADD_CLOSEFROM.invokeExact(actions, last + 1), "addclosefrom");
        if (spawn.movesDirectory()) {
            MemorySegment path = Syscall.string(arena, spawn.directory().toString());
            check((int) ADD_CHDIR.invokeExact(actions, path), "addchdir");
        }
    }

    private static MemorySegment attributes(Arena arena, boolean session) throws Throwable {
        MemorySegment attributes = arena.allocate(ATTRIBUTES_SIZE, 16);
        check((int) ATTRIBUTES_INIT.invokeExact(attributes), "posix_spawnattr_init");
        MemorySegment all = arena.allocate(SIGSET_SIZE, 16).fill((byte) 0xff);
        check((int) SET_DEFAULTS.invokeExact(attributes, all), "posix_spawnattr_setsigdefault");
        // The mask is that of a fresh attribute: empty.
        short flags = (short) (SETSIGDEF | SETSIGMASK | (session ? SETSID : 0));
        check((int) SET_FLAGS.invokeExact(attributes, flags), "posix_spawnattr_setflags");
        return attributes;
    }

    private static MemorySegment strings(Arena arena, List<String> values) {
        AddressLayout pointer = ValueLayout.ADDRESS;
        MemorySegment array = arena.allocate(pointer, values.size() + 1L);
        for (int i = 0; i < values.size(); i++) {
            array.setAtIndex(pointer, i, Syscall.string(arena, values.get(i)));
        }
        array.setAtIndex(pointer, values.size(), MemorySegment.NULL);
        return array;
    }

    private static List<String> variables(Map<String, String> environment) {
        List<String> list = new ArrayList<>(environment.size());
        environment.forEach((name, value) -> list.add(name + "=" + value));
        return list;
    }

    private static void check(int result, String function) {
        if (result != 0) {
            throw new KernelException(Errno.of(result), "spawn", function);
        }
    }

    /**
     * The descriptors to duplicate from, none of which is a number that an earlier duplication overwrites: those that
     * lie among the targets are moved up first.
     */
    private static final class Sources implements AutoCloseable {
        private final Map<Integer, Integer> numbers = new TreeMap<>();
        private final List<Fd> moved = new ArrayList<>();

        private Sources(Map<Integer, Fd> wanted) {
            int last = Math.max(
                    2,
                    wanted.keySet().stream().mapToInt(Integer::intValue).max().orElse(2));
            wanted.forEach((target, fd) -> numbers.put(target, fd.number() > last ? fd.number() : above(last, fd)));
        }

        private int above(int last, Fd fd) {
            long result = Syscall.raw(Sysno.FCNTL, fd.number(), F_DUPFD_CLOEXEC, last + 1L);
            Fd copy = Fd.own((int) Syscall.check(result, "dup", fd));
            moved.add(copy);
            return copy.number();
        }

        @Override
        public void close() {
            moved.forEach(Fd::close);
        }
    }
}
