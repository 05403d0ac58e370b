package io.djong.engine.image;

import io.djong.model.Digest;
import io.djong.model.error.InvalidArgument;
import io.djong.model.image.ProgressMessage;
import io.djong.model.image.ProgressMessage.Detail;
import io.djong.registry.Download;
import io.djong.registry.RegistryClient;
import java.io.InputStream;
import java.net.URI;
import java.time.InstantSource;

/** Imports root file systems that lie on the web, while they are downloaded. */
public final class UrlImports {
    private final RegistryClient web;
    private final Images images;
    private final InstantSource clock;

    public UrlImports(RegistryClient web, Images images, InstantSource clock) {
        this.web = web;
        this.images = images;
        this.clock = clock;
    }

    /**
     * Downloads and imports; an interrupt ends it.
     *
     * @param source a URL; plain HTTP where it says no scheme
     * @throws io.djong.model.error.NotFound if there is nothing
     */
    public Digest from(String source, ImportRequest request, Progress progress) {
        URI uri = uri(source.contains("://") ? source : "http://" + source);
        try (Download download = web.download(uri)) {
            progress.accept(ProgressMessage.status("Downloading from " + uri));
            return images.importTar(request, told(download, progress), progress);
        }
    }

    private InputStream told(Download download, Progress progress) {
        long total = download.length();
        return new CountedStream(
                download.stream(),
                0,
                total,
                clock,
                current -> progress.accept(ProgressMessage.item(
                        "", "Importing", new Detail(current, total), ProgressBar.draw(current, total))));
    }

    private static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidArgument("parse \"" + text + "\": " + e.getMessage(), e);
        }
    }
}
