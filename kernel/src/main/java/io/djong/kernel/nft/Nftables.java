package io.djong.kernel.nft;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.djong.kernel.ffi.Syscall;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/**
 * Runs commands in the language of nft(8) against the calling thread's network namespace, through libnftables(3).
 *
 * <p>The text of one call is one transaction: all of it happens, or nothing. Each call has a context of its own, because
 * a context is neither safe to share nor bound to a namespace other than that it was made in. The library ends the process
 * on some internal errors, so texts are built from validated parts only.
 */
public final class Nftables {
    private static final int OUTPUT_JSON = 1 << 4;
    private static final int OUTPUT_TERSE = 1 << 11;
    private static final int OUTPUT_HANDLE = 1 << 3;
    private static final int MAX_OUTPUT = 64 << 20;

    private Nftables() {}

    /**
     * The library's functions, found on first use. One handle calls them all, because linking one takes a cold JVM
     * milliseconds: each is called with two words and read as returning one, which on x86_64 and aarch64 is the same call
     * for functions with fewer arguments or a narrower result.
     */
    @SuppressWarnings("restricted") // a fixed library of the system, by its soname
    private static final class Library {
        private static final MethodHandle CALL =
                Linker.nativeLinker().downcallHandle(FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG));
        private static final SymbolLookup SYMBOLS = load();
        private static final MemorySegment NEW = SYMBOLS.findOrThrow("nft_ctx_new");
        private static final MemorySegment FREE = SYMBOLS.findOrThrow("nft_ctx_free");
        private static final MemorySegment SET_FLAGS = SYMBOLS.findOrThrow("nft_ctx_output_set_flags");
        private static final MemorySegment BUFFER_OUTPUT = SYMBOLS.findOrThrow("nft_ctx_buffer_output");
        private static final MemorySegment BUFFER_ERROR = SYMBOLS.findOrThrow("nft_ctx_buffer_error");
        private static final MemorySegment OUTPUT = SYMBOLS.findOrThrow("nft_ctx_get_output_buffer");
        private static final MemorySegment ERROR = SYMBOLS.findOrThrow("nft_ctx_get_error_buffer");
        private static final MemorySegment RUN = SYMBOLS.findOrThrow("nft_run_cmd_from_buffer");

        private static SymbolLookup load() {
            try {
                return SymbolLookup.libraryLookup("libnftables.so.1", Arena.global());
            } catch (IllegalArgumentException e) {
                throw new NftException("libnftables.so.1 is not installed (Debian: apt-get install libnftables1)", e);
            }
        }

        static long call(MemorySegment function, long first, long second) {
            try {
                return (long) CALL.invokeExact(function, first, second);
            } catch (Throwable t) {
                throw new AssertionError("libnftables does not throw", t);
            }
        }
    }

    /**
     * Runs commands.
     *
     * @throws NftException with the library's own words if they are malformed or the kernel refuses them
     */
    public static void run(String commands) {
        call(commands, 0);
    }

    /** Runs commands that list, and returns the listing without the elements of sets and maps. */
    public static String listTerse(String commands) {
        return call(commands, OUTPUT_TERSE);
    }

    /** Runs commands that list, and returns the listing with handles, as JSON (libnftables-json(5)). */
    public static String listJson(String commands) {
        return call(commands, OUTPUT_JSON | OUTPUT_HANDLE);
    }

    private static String call(String commands, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = Syscall.string(arena, commands);
            long context = Library.call(Library.NEW, 0, 0);
            if (context == 0) {
                throw new NftException("nftables: no context");
            }
            try {
                return run(context, text, flags);
            } finally {
                Library.call(Library.FREE, context, 0);
            }
        }
    }

    private static String run(long context, MemorySegment text, int flags) {
        Library.call(Library.BUFFER_OUTPUT, context, 0);
        Library.call(Library.BUFFER_ERROR, context, 0);
        Library.call(Library.SET_FLAGS, context, flags);
        int result = (int) Library.call(Library.RUN, context, Syscall.address(text));
        if (result != 0) {
            String error = string(Library.call(Library.ERROR, context, 0));
            throw new NftException("nftables: " + error.strip());
        }
        return string(Library.call(Library.OUTPUT, context, 0));
    }

    @SuppressWarnings("restricted") // a C string of the library's, bounded
    private static String string(long pointer) {
        return pointer == 0
                ? ""
                : MemorySegment.ofAddress(pointer).reinterpret(MAX_OUTPUT).getString(0, StandardCharsets.UTF_8);
    }
}
