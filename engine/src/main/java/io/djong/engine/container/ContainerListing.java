package io.djong.engine.container;

import io.djong.engine.image.Images;
import io.djong.model.Digest;
import io.djong.model.error.InvalidArgument;
import io.djong.model.error.NotFound;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/** Lists containers, and volumes with what they take up. */
final class ContainerListing {
    private static final Comparator<Container> NEWEST_FIRST =
            Comparator.comparing((Container c) -> c.record().created()).reversed();

    private final ContainerIndex index;
    private final ContainerFiles files;
    private final ContainerViews views;
    private final Images images;

    /** Held while sizes are counted: whoever asks at the same time would only count the same again. */
    private final ReentrantLock counting = new ReentrantLock();

    ContainerListing(ContainerIndex index, ContainerFiles files, ContainerViews views, Images images) {
        this.index = index;
        this.files = files;
        this.views = views;
        this.images = images;
    }

    List<ListedContainer> list(ListQuery query) {
        ContainerFilter filter = new ContainerFilter(query.filters(), index::get, this::descendants);
        boolean all = query.all() || query.limit() > 0 || filter.asksForState();
        Stream<ContainerView> found = index.all().stream()
                .filter(c -> all || c.state().status().isActive())
                .sorted(NEWEST_FIRST)
                .map(views::of)
                .filter(filter::accepts);
        List<ContainerView> chosen = (query.limit() > 0 ? found.limit(query.limit()) : found).toList();
        return query.size() ? sized(chosen) : listed(chosen.stream(), false);
    }

    private List<ListedContainer> sized(List<ContainerView> views) {
        counting.lock();
        try {
            return listed(views.parallelStream(), true);
        } finally {
            counting.unlock();
        }
    }

    private List<ListedContainer> listed(Stream<ContainerView> views, boolean sized) {
        Map<String, Optional<Digest>> names = new ConcurrentHashMap<>();
        return views.map(view -> {
                    ContainerRecord record = view.record();
                    String name = record.config().image();
                    boolean still = name.equals(record.image().toString())
                            || names.computeIfAbsent(name, this::imageId).equals(Optional.of(record.image()));
                    return new ListedContainer(
                            view, still ? name : record.image().toString(), sized ? size(record) : Optional.empty());
                })
                .toList();
    }

    private Optional<ContainerSize> size(ContainerRecord record) {
        try {
            return Optional.of(files.roots().size(record.id()));
        } catch (NotFound e) {
            return Optional.empty(); // it was removed meanwhile
        }
    }

    private Optional<Digest> imageId(String name) {
        try {
            return Optional.of(images.resolve(name).id());
        } catch (NotFound | InvalidArgument e) {
            return Optional.empty();
        }
    }

    private Set<Digest> descendants(String name) {
        return imageId(name).map(images::descendants).orElse(Set.of());
    }
}
