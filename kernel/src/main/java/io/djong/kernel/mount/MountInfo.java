package io.djong.kernel.mount;

import io.djong.kernel.file.DeviceNumber;
import io.djong.kernel.file.FileNames;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A line of {@code /proc/…/mountinfo} (proc_pid_mountinfo(5)). Paths are strings without loss, see {@link FileNames}.
 *
 * @param root the directory within the file system that is mounted
 * @param options of this mount, as {@code ro}, {@code nosuid}
 * @param tags about propagation, as {@code shared:5}; empty if private
 * @param source as given to mount(2), may be any text
 * @param superOptions of the file system
 */
public record MountInfo(
        int id,
        int parentId,
        DeviceNumber device,
        String root,
        String mountPoint,
        List<String> options,
        List<String> tags,
        String type,
        String source,
        List<String> superOptions) {

    private static final int FIXED = 6;
    private static final int AFTER_SEPARATOR = 3;

    public MountInfo {
        options = List.copyOf(options);
        tags = List.copyOf(tags);
        superOptions = List.copyOf(superOptions);
    }

    public boolean isReadOnly() {
        return options.contains("ro");
    }

    public boolean isShared() {
        return tags.stream().anyMatch(tag -> tag.startsWith("shared:"));
    }

    /**
     * Parses a whole table.
     *
     * @throws IllegalArgumentException if a line is not of the format
     */
    static List<MountInfo> parseTable(byte[] table) {
        List<MountInfo> mounts = new ArrayList<>();
        // One char for each byte, so that splitting cannot damage a name; fields are decoded afterwards.
        new String(table, StandardCharsets.ISO_8859_1)
                .lines()
                .filter(line -> !line.isEmpty())
                .forEach(line -> mounts.add(parse(line)));
        return mounts;
    }

    private static MountInfo parse(String line) {
        List<String> fields = List.of(line.split(" ", -1));
        int separator =
                fields.subList(Math.min(FIXED, fields.size()), fields.size()).indexOf("-") + FIXED;
        if (separator < FIXED || fields.size() <= separator + AFTER_SEPARATOR) {
            throw new IllegalArgumentException("not a line of mountinfo: " + line);
        }
        List<String> device = List.of(fields.get(2).split(":", -1));
        return new MountInfo(
                Integer.parseInt(fields.get(0)),
                Integer.parseInt(fields.get(1)),
                new DeviceNumber(Integer.parseInt(device.getFirst()), Integer.parseInt(device.getLast())),
                unescape(fields.get(3)),
                unescape(fields.get(4)),
                List.of(fields.get(5).split(",", -1)),
                fields.subList(FIXED, separator),
                unescape(fields.get(separator + 1)),
                unescape(fields.get(separator + 2)),
                List.of(unescape(fields.get(separator + AFTER_SEPARATOR)).split(",", -1)));
    }

    /** Space, tab, newline and backslash are written as a backslash and three octal digits. */
    private static String unescape(String field) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(field.length());
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c == '\\' && i + 3 < field.length()) {
                bytes.write(Integer.parseInt(field.substring(i + 1, i + 4), 8));
                i += 3;
            } else {
                bytes.write(c);
            }
        }
        return FileNames.decode(bytes.toByteArray());
    }
}
