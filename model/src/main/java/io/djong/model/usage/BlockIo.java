package io.djong.model.usage;

import java.util.List;

/**
 * What was moved from and to block devices.
 *
 * @param bytes by device and operation
 * @param operations how many, by device and operation; none on cgroup v2
 */
public record BlockIo(List<Entry> bytes, List<Entry> operations) {
    /**
     * What one kind of operation moved on one device.
     *
     * @param operation {@code Read} and the like on cgroup v1; {@code read} or {@code write} on v2
     */
    public record Entry(long major, long minor, String operation, long value) {}

    public BlockIo {
        bytes = List.copyOf(bytes);
        operations = List.copyOf(operations);
    }
}
