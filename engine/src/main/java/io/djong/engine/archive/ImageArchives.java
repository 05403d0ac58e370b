package io.djong.engine.archive;

import io.djong.engine.event.Events;
import io.djong.engine.image.ImageStores;
import io.djong.engine.image.Progress;
import io.djong.model.Platform;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Images as archives: tars that are both what {@code docker save} writes and an OCI image layout.
 *
 * <p>Memory stays bounded, however large images are: both directions stream.
 */
public final class ImageArchives {
    private final ImageStores stores;
    private final Events events;
    private final InstantSource clock;

    public ImageArchives(ImageStores stores, Events events, InstantSource clock) {
        this.stores = stores;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Brings in the images of an archive: of this engine, of any Docker since 1.10, or an OCI layout; plain or
     * compressed. The stream is read to its end, not closed. The progress ends with a line for each image.
     *
     * @throws io.djong.model.error.InvalidArgument if the archive is damaged, hostile or says nothing of images
     * @throws io.djong.model.error.NotFound if it has none for the platform
     */
    public void load(LoadRequest request, InputStream archive, Progress progress) {
        new ImageLoader(stores, events, clock).load(request, archive, progress);
    }

    /**
     * Prepares to save images, each by a name, an id, or a repository, which means all of its tags. What they need
     * stays until the answer is closed.
     *
     * @param platform that the images must be for, where it is given
     * @throws io.djong.model.error.NotFound if one is not here, or not for the platform
     */
    public SavedArchive save(List<String> names, Optional<Platform> platform) {
        return new ImageSaver(stores, events).save(names, platform);
    }
}
