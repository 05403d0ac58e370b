package io.djong.engine.container;

import io.djong.engine.event.Events;
import io.djong.model.error.Conflict;

/** Removes links ({@code docker rm --link}). */
final class LinkRemover {
    private final ContainerIndex index;
    private final Events events;

    LinkRemover(ContainerIndex index, Events events) {
        this.index = index;
        this.events = events;
    }

    /** Removes a link by its name, as {@code web/db}. @throws Conflict if that is a container's own */
    void remove(String reference) {
        Container _ = index.get(reference); // whatever it leads to
        String name = reference.startsWith("/") ? reference.substring(1) : reference;
        int slash = name.lastIndexOf('/');
        if (slash < 0) {
            throw new Conflict("Conflict, cannot remove the default link name of the container");
        }
        Container parent = index.get(name.substring(0, slash));
        String alias = name.substring(slash + 1);
        parent.transition.lock();
        try {
            ContainerRecord record = parent.record();
            if (record.state().status().isLeaving()) {
                throw new Conflict("container " + parent.id() + " is marked for removal and keeps its links");
            }
            ContainerRecord without = record.withTies(record.ties().without(alias));
            events.commit(tx -> {
                ContainerTable.save(tx, without);
                return true;
            });
            parent.replace(without);
        } finally {
            parent.transition.unlock();
        }
    }
}
