package io.djong.network;

import io.djong.model.error.Internal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Settings of the calling thread's network namespace, under {@code /proc/sys/net}. */
final class Sysctl {
    private static final Path ROOT = Path.of("/proc/sys/net");

    private Sysctl() {}

    /** Sets a value, unless it is set; writing needs no privilege then. */
    static void set(String name, String value) {
        Path path = ROOT.resolve(name);
        try {
            if (!Files.readString(path).strip().equals(value)) {
                Files.writeString(path, value);
            }
        } catch (IOException e) {
            throw Internal.failedTo("set " + path + " to " + value, e);
        }
    }

    /** Whether the kernel has a setting and it has this value. */
    static boolean is(String name, String value) {
        Path path = ROOT.resolve(name);
        try {
            return Files.exists(path) && Files.readString(path).strip().equals(value);
        } catch (IOException e) {
            throw Internal.failedTo("read " + path, e);
        }
    }

    /** Sets a value where the kernel has the setting, without looking at it first. */
    static void setIfPresent(String name, String value) {
        Path path = ROOT.resolve(name);
        try {
            Files.writeString(path, value, StandardOpenOption.WRITE);
        } catch (NoSuchFileException e) {
            return; // built without it
        } catch (IOException e) {
            throw Internal.failedTo("set " + path + " to " + value, e);
        }
    }
}
