package io.djong.engine.container;

import io.djong.engine.image.ImageUsers;
import io.djong.model.ContainerId;
import io.djong.model.Digest;
import io.djong.model.error.Conflict;
import io.djong.model.error.InvalidArgument;
import io.djong.model.error.NotFound;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    /** Those that were made with links to others: few, if any. */
    private final Set<Container> linking = ConcurrentHashMap.newKeySet();

    @Override
    public List<ImageUser> of(Digest image) {
        return byId.values().stream()
                .filter(container -> container.record().needs(image))
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
        if (!container.record().ties().links().isEmpty()) {
            linking.add(container);
        }
    }

    /** The containers that were made with links to others. */
    Collection<Container> linking() {
        return linking;
    }

    /** The names of a container, its own first, then those that others have for it by their links. */
    List<String> names(ContainerRecord record) {
        List<String> names = new ArrayList<>(List.of(record.name()));
        for (Container other : linking) {
            other.record().ties().links().stream()
                    .filter(link -> link.target().equals(record.id()))
                    .forEach(link -> names.add(other.record().name() + "/" + link.alias()));
        }
        return names;
    }

    void remove(Container container) {
        byId.remove(container.id().value());
        byName.values().remove(container.id());
        linking.remove(container);
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
        return byLink(name).orElseGet(() -> byPrefix(reference));
    }

    /** The container that a link leads to, as {@code web/db}. */
    private Optional<Container> byLink(String name) {
        int slash = name.lastIndexOf('/');
        if (slash < 0 || linking.isEmpty()) {
            return Optional.empty();
        }
        return find(name.substring(0, slash)).stream()
                .flatMap(container -> container.record().ties().links().stream())
                .filter(link -> link.alias().equals(name.substring(slash + 1)))
                .findFirst()
                .flatMap(link -> byId(link.target()));
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

    static NotFound unknown(String reference) {
        return new NotFound("No such container: " + reference);
    }
}
