package io.djong.kernel.mount;

import io.djong.kernel.Errno;
import io.djong.kernel.Fd;
import io.djong.kernel.KernelException;
import io.djong.kernel.ffi.Syscall;
import io.djong.kernel.file.Directory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Mounts overlays in one of three ways. mount(2) is the fastest, but takes its options in one page. What does not fit
 * goes through fsopen(2), layer by layer ({@code lowerdir+}, from Linux 6.8). A kernel before that gets mount(2) with
 * the layers named by descriptors, {@code /proc/self/fd/7}: a page holds some two hundred of these.
 */
final class OverlayMounter {
    /** A page with its terminating NUL; what mount(2) gets beyond is cut off without a word. */
    private static final int PAGE = 4095;

    private OverlayMounter() {}

    static void mount(OverlayMount overlay, Path target) {
        String options = options(overlay, Path::toString);
        if (bytes(options) <= PAGE) {
            classic(options, target);
            return;
        }
        try {
            byLayer(overlay, target);
        } catch (KernelException e) {
            if (!e.is(Errno.ENOSYS) && !e.is(Errno.EINVAL)) {
                throw e;
            }
            byDescriptor(overlay, target, e);
        }
    }

    /** fsopen(2), fsconfig(2), fsmount(2), move_mount(2). */
    static void byLayer(OverlayMount overlay, Path target) {
        try (Layers layers = new Layers();
                FileSystemContext context = FileSystemContext.open("overlay")) {
            context.set("source", "overlay");
            for (Path lower : overlay.lower()) {
                context.set("lowerdir+", layers.shorten(lower));
            }
            overlay.writable().ifPresent(writable -> {
                context.set("upperdir", layers.shorten(writable.upper()));
                context.set("workdir", layers.shorten(writable.work()));
            });
            overlay.options().forEach((key, value) -> {
                if (value.isEmpty()) {
                    context.set(key);
                } else {
                    context.set(key, value);
                }
            });
            try (DetachedMount mount = context.create()) {
                mount.attach(target);
            }
        }
    }

    static void byDescriptor(OverlayMount overlay, Path target, KernelException first) {
        try (Layers layers = new Layers()) {
            String options = options(overlay, layers::byDescriptor);
            if (bytes(options) > PAGE) {
                throw first;
            }
            classic(options, target);
        }
    }

    static void classic(String options, Path target) {
        long result = Mounts.tryMount("overlay", target, "overlay", 0, options);
        Syscall.check(result, "mount overlay (" + options + ") on", target);
    }

    static String options(OverlayMount overlay, Function<Path, String> name) {
        List<String> options = new ArrayList<>();
        List<String> lower = overlay.lower().stream()
                .map(path -> escape(name.apply(path)).replace(":", "\\:"))
                .toList();
        options.add("lowerdir=" + String.join(":", lower));
        overlay.writable().ifPresent(writable -> {
            options.add("upperdir=" + escape(name.apply(writable.upper())));
            options.add("workdir=" + escape(name.apply(writable.work())));
        });
        for (Map.Entry<String, String> option : overlay.options().entrySet()) {
            options.add(option.getValue().isEmpty() ? option.getKey() : option.getKey() + "=" + option.getValue());
        }
        return String.join(",", options);
    }

    private static String escape(String path) {
        return path.replace("\\", "\\\\").replace(",", "\\,");
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Layers held open for as long as a mount takes, so that they can be named briefly. */
    private static final class Layers implements AutoCloseable {
        /** fsconfig(2) takes values of at most 255 bytes. */
        private static final int VALUE_MAX = 255;

        private final List<Directory> open = new ArrayList<>();

        String shorten(Path path) {
            String text = path.toString();
            return bytes(text) <= VALUE_MAX ? text : byDescriptor(path);
        }

        String byDescriptor(Path path) {
            Directory directory = Directory.open(path);
            open.add(directory);
            Fd fd = directory.fd();
            return "/proc/self/fd/" + fd.number();
        }

        @Override
        public void close() {
            open.forEach(Directory::close);
        }
    }
}
