package io.djong.engine.container;

import io.djong.model.error.Conflict;
import io.djong.model.error.InvalidArgument;
import java.util.Map;

/** Gives containers other names. */
final class ContainerRenamer {
    private static final String UNALLOCATED = "Error when allocating new name: ";

    private final ContainerIndex index;
    private final ContainerChanges changes;

    ContainerRenamer(ContainerIndex index, ContainerChanges changes) {
        this.index = index;
        this.changes = changes;
    }

    /** @throws Conflict if the name is taken or the container goes @throws InvalidArgument if it is none, or the container's already */
    void rename(String reference, String newName) {
        if (newName.isEmpty()) {
            throw new InvalidArgument("Neither old nor new names may be empty");
        }
        Container container = index.get(reference);
        String name = checked(newName);
        container.transition.lock();
        try {
            if (container.state().status().isLeaving()) {
                throw new Conflict("container " + container.id() + " is marked for removal and cannot be renamed");
            }
            String old = container.record().name();
            if (name.equals(old)) {
                throw new InvalidArgument("Renaming a container with the same name as its current name");
            }
            reserve(name, container);
            try {
                changes.replace(
                        container,
                        container.record().withName(name),
                        "rename",
                        Map.of("oldName", "/" + old, "name", name));
            } catch (RuntimeException e) {
                index.release(name, container.id());
                throw e;
            }
            index.release(old, container.id());
        } finally {
            container.transition.unlock();
        }
    }

    private static String checked(String name) {
        try {
            return ContainerNames.checked(name.startsWith("/") ? name : "/" + name);
        } catch (InvalidArgument e) {
            throw new InvalidArgument(UNALLOCATED + e.message(), e);
        }
    }

    private void reserve(String name, Container container) {
        try {
            index.reserve(name, container.id());
        } catch (Conflict e) {
            throw new Conflict(UNALLOCATED + e.message(), e);
        }
    }
}
