package io.djong.engine.image;

import io.djong.model.Digest;
import io.djong.model.error.InvalidArgument;
import io.djong.model.image.ProgressMessage;
import io.djong.model.image.ProgressMessage.Detail;
import io.djong.registry.Download;
import io.djong.registry.RegistryClient;
import java.io.FilterInputStream;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;

/** Imports root file systems that lie on the web, while they are downloaded. */
public final class UrlImports {
    private static final long INTERVAL_MILLIS = 100;

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
            return images.importTar(request, new Told(download, progress), progress);
        }
    }

    private static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidArgument("parse \"" + text + "\": " + e.getMessage(), e);
        }
    }

    private final class Told extends FilterInputStream {
        private final long total;
        private final Progress progress;
        private long current;
        private long told;

        Told(Download download, Progress progress) {
            super(download.stream());
            this.total = download.length();
            this.progress = progress;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int at, int length) throws IOException {
            int got = in.read(into, at, length);
            current += Math.max(got, 0);
            long now = clock.millis();
            if (got > 0 && now - told >= INTERVAL_MILLIS) {
                told = now;
                progress.accept(ProgressMessage.item(
                        "", "Importing", new Detail(current, total), ProgressBar.draw(current, total)));
            }
            return got;
        }
    }
}
