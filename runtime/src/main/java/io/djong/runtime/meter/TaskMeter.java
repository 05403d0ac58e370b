package io.djong.runtime.meter;

import io.djong.model.usage.InterfaceUse;
import io.djong.model.usage.TaskUse;
import io.djong.runtime.cgroup.Cgroup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Reads what one task has used, again and again. It keeps the files of the control group open, which makes a reading
 * cheap and keeps nothing alive; of a task that has ended it says that nothing was used.
 *
 * <p>Belongs to one thread at a time; closed by its owner.
 */
public final class TaskMeter implements AutoCloseable {
    private final Cgroup cgroup;
    private final Path interfaces;
    private final CounterText text = new CounterText();
    private final Group group;

    /**
     * Opens the group's files.
     *
     * @param process the main process's directory in {@code /proc}
     */
    public TaskMeter(Cgroup cgroup, Path process) {
        this.cgroup = cgroup;
        this.interfaces = process.resolve("net/dev");
        this.group = cgroup.unified() ? new GroupV2(cgroup, text) : new GroupV1(cgroup, text);
    }

    /**
     * Reads.
     *
     * @param interfaceNames which interfaces count; the network is not looked at where there are none
     */
    public TaskUse read(Set<String> interfaceNames) {
        return new TaskUse(
                cgroup.unified(),
                group.cpu(),
                group.memory(),
                group.pids(),
                group.io(),
                interfaceNames.isEmpty() ? List.of() : interfaces(interfaceNames));
    }

    /**
     * Reads {@code /proc/<pid>/net/dev}, which tells of the process's network namespace. It is opened each time: an open
     * file would keep the namespace, and its interfaces, when the container has gone.
     */
    private List<InterfaceUse> interfaces(Set<String> names) {
        List<InterfaceUse> found = new ArrayList<>();
        boolean there = text.read(interfaces);
        for (; there && !text.atEnd(); text.nextLine()) {
            String name = text.wordBefore(':');
            if (names.contains(name)) {
                InterfaceUse.Direction received = direction();
                for (int i = 0; i < 4; i++) { // fifo, frame, compressed, multicast
                    text.number(0);
                }
                found.add(new InterfaceUse(name, received, direction()));
            }
        }
        found.sort(Comparator.comparing(InterfaceUse::name));
        return found;
    }

    private InterfaceUse.Direction direction() {
        return new InterfaceUse.Direction(text.number(0), text.number(0), text.number(0), text.number(0));
    }

    @Override
    public void close() {
        group.close();
    }
}
