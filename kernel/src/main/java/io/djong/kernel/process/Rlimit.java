package io.djong.kernel.process;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.djong.kernel.ffi.Syscall;
import io.djong.kernel.ffi.Sysno;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Locale;
import java.util.Optional;

/**
 * A resource limit (prlimit(2)).
 *
 * @param soft what is enforced; {@link #UNLIMITED} for no limit
 * @param hard up to where the soft one may be raised; raising this one takes CAP_SYS_RESOURCE
 */
public record Rlimit(long soft, long hard) {
    /** No limit; as an unsigned number the greatest. */
    public static final long UNLIMITED = -1;

    /** What is limited, by the numbers of x86_64 and aarch64. */
    public enum Resource {
        CPU(0),
        FSIZE(1),
        DATA(2),
        STACK(3),
        CORE(4),
        RSS(5),
        NPROC(6),
        NOFILE(7),
        MEMLOCK(8),
        AS(9),
        LOCKS(10),
        SIGPENDING(11),
        MSGQUEUE(12),
        NICE(13),
        RTPRIO(14),
        RTTIME(15);

        private final int number;

        Resource(int number) {
            this.number = number;
        }

        /** By the lower-case name that {@code --ulimit} takes, as {@code nofile}. */
        public static Optional<Resource> named(String name) {
            for (Resource resource : values()) {
                if (resource.name().toLowerCase(Locale.ROOT).equals(name)) {
                    return Optional.of(resource);
                }
            }
            return Optional.empty();
        }
    }

    /** The limit of this process. */
    public static Rlimit get(Resource resource) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment old = arena.allocate(JAVA_LONG, 2);
            long result = Syscall.raw(Sysno.PRLIMIT64, 0, resource.number, 0, old.address());
            Syscall.check(result, "getrlimit", resource);
            return new Rlimit(old.getAtIndex(JAVA_LONG, 0), old.getAtIndex(JAVA_LONG, 1));
        }
    }

    /** Sets the limit of this process, which its children inherit. */
    public static void set(Resource resource, Rlimit limit) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment now = arena.allocateFrom(JAVA_LONG, limit.soft, limit.hard);
            long result = Syscall.raw(Sysno.PRLIMIT64, 0, resource.number, now.address(), 0);
            Syscall.check(result, "setrlimit", resource);
        }
    }
}
