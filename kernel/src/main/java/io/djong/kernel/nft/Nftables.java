package io.djong.kernel.nft;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

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

    /** The library's functions, linked on first use, which costs milliseconds. */
    @SuppressWarnings("restricted") // a fixed library of the system, by its soname
    private static final class Library {
        private static final SymbolLookup SYMBOLS = load();
        private static final MethodHandle NEW = link("nft_ctx_new", FunctionDescriptor.of(ADDRESS, JAVA_INT));
        private static final MethodHandle FREE = link("nft_ctx_free", FunctionDescriptor.ofVoid(ADDRESS));
        private static final MethodHandle FLAGS =
                link("nft_ctx_output_set_flags", FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT));
        private static final MethodHandle BUFFER_OUTPUT =
                link("nft_ctx_buffer_output", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        private static final MethodHandle BUFFER_ERROR =
                link("nft_ctx_buffer_error", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        private static final MethodHandle OUTPUT =
                link("nft_ctx_get_output_buffer", FunctionDescriptor.of(ADDRESS, ADDRESS));
        private static final MethodHandle ERROR =
                link("nft_ctx_get_error_buffer", FunctionDescriptor.of(ADDRESS, ADDRESS));
        private static final MethodHandle RUN =
                link("nft_run_cmd_from_buffer", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));

        private static MethodHandle link(String name, FunctionDescriptor descriptor) {
            return Linker.nativeLinker().downcallHandle(SYMBOLS.findOrThrow(name), descriptor);
        }

        private static SymbolLookup load() {
            try {
                return SymbolLookup.libraryLookup("libnftables.so.1", Arena.global());
            } catch (IllegalArgumentException e) {
                throw new NftException("libnftables.so.1 is not installed (Debian: apt-get install libnftables1)", e);
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
            MemorySegment context = (MemorySegment) Library.NEW.invokeExact(0);
            if (context.equals(MemorySegment.NULL)) {
                throw new NftException("nftables: no context");
            }
            try {
                return run(context, text, flags);
            } finally {
                Library.FREE.invokeExact(context);
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable t) {
            throw new AssertionError("libnftables does not throw", t);
        }
    }

    private static String run(MemorySegment context, MemorySegment text, int flags) throws Throwable {
        int _ = (int) Library.BUFFER_OUTPUT.invokeExact(context);
        int _ = (int) Library.BUFFER_ERROR.invokeExact(context);
        Library.FLAGS.invokeExact(context, flags);
        int result = (int) Library.RUN.invokeExact(context, text);
        if (result != 0) {
            String error = string((MemorySegment) Library.ERROR.invokeExact(context));
            throw new NftException("nftables: " + error.strip());
        }
        return string((MemorySegment) Library.OUTPUT.invokeExact(context));
    }

    @SuppressWarnings("restricted") // a C string of the library's, bounded
    private static String string(MemorySegment pointer) {
        return pointer.equals(MemorySegment.NULL)
                ? ""
                : pointer.reinterpret(MAX_OUTPUT).getString(0, StandardCharsets.UTF_8);
    }
}
