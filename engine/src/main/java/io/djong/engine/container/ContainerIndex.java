package io.djong.engine.container;

import io.djong.engine.image.ImageUsers;
import io.djong.model.ContainerId;
import io.djong.model.Digest;
import io.djong.model.error.Conflict;
import io.djong.model.error.InvalidArgument;
import io.djong.model.error.NotFound;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Finds containers by id, by name and by the beginning of an id, and keeps names unique. A name is reserved before its
 * container exists, so that of two that want it at once one is refused.
 */
public final class ContainerIndex implements ImageUsers {
    /** An empty index; restoring the containers fills it. */
    public ContainerIndex() {}

    private final ConcurrentSkipListMap<String, Container> byId = new ConcurrentSkipListMap<>();
    private final Map<String, ContainerId> byName = new ConcurrentHashMap<>();

    @Override
    public List<ImageUser> of(Digest image) {
        return byId.values().stream()
                .filter(container -> container.record().image().equals(image))
                .map(container ->
                        new ImageUser(container.id(), container.state().status().isActive()))
                .toList();
    }

    Collection<Container> all() {
        return byId.values();
    }

    /** Takes a name. @throws Conflict in Docker's words if another container has it */
    void reserve(String name, ContainerId id) {
        ContainerId holder = byName.putIfAbsent(name, id);
        if (holder != null && !holder.equals(id)) {
            throw new Conflict("Conflict. The container name \"/" + name + "\" is already in use by container \""
                    + holder + "\". You have to remove (or rename) that container to be able to reuse that name.");
        }
    }

    /** Takes a name if it is free. */
    boolean tryReserve(String name, ContainerId id) {
        return byName.putIfAbsent(name, id) == null;
    }

    void release(String name, ContainerId id) {
        byName.remove(name, id);
    }

    void add(Container container) {
        byId.put(container.id().value(), container);
    }

    void remove(Container container) {
        byId.remove(container.id().value());
        byName.values().remove(container.id());
    }

    Optional<Container> byId(ContainerId id) {
        return Optional.ofNullable(byId.get(id.value()));
    }

    /** As {@link #get}, empty where there is none. */
    Optional<Container> find(String reference) {
        try {
            return Optional.of(get(reference));
        } catch (NotFound | InvalidArgument e) {
            return Optional.empty();
        }
    }

    /** The container that a user means. @throws NotFound if there is none @throws InvalidArgument if there are several */
    Container get(String reference) {
        Container exact = byId.get(reference);
        if (exact != null) {
            return exact;
        }
        String name = reference.startsWith("/") ? reference.substring(1) : reference;
        ContainerId named = byName.get(name);
        if (named != null) {
            return byId(named).orElseThrow(() -> unknown(reference));
        }
        return byPrefix(reference);
    }

    private Container byPrefix(String prefix) {
        if (prefix.isEmpty()) {
            throw unknown(prefix);
        }
        List<Container> found = byId.tailMap(prefix).entrySet().stream()
                .takeWhile(entry -> entry.getKey().startsWith(prefix))
                .limit(2)
                .map(Map.Entry::getValue)
                .toList();
        if (found.size() > 1) {
            throw new InvalidArgument("Multiple IDs found with provided prefix: " + prefix);
        }
        return found.stream().findFirst().orElseThrow(() -> unknown(prefix));
    }

    private static NotFound unknown(String reference) {
        return new NotFound("No such container: " + reference);
    }
}
