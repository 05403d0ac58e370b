package io.djong.model.usage;

import java.util.List;

/**
 * What a task has used since it was created.
 *
 * @param unified whether a cgroup v2 has told it
 * @param interfaces in the order of their names
 */
public record TaskUse(
        boolean unified, CpuUse cpu, MemoryUse memory, PidUse pids, BlockIo io, List<InterfaceUse> interfaces) {
    public TaskUse {
        interfaces = List.copyOf(interfaces);
    }
}
