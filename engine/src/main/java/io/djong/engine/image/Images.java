package io.djong.engine.image;

import io.djong.model.Digest;
import io.djong.model.Filters;
import io.djong.model.Reference;
import io.djong.model.error.NotImplemented;
import io.djong.model.image.ImageDeleteItem;
import io.djong.model.image.ImageHistoryItem;
import io.djong.model.image.ImageInspect;
import io.djong.model.image.ImageSummary;
import java.io.InputStream;
import java.util.List;

/**
 * The images of this engine: every use case of an image that is here, by what a user typed (a name, a digest, an id or
 * the unambiguous beginning of one).
 *
 * <p>Every method that takes such a name throws {@code NotFound} with {@code No such image: …} where it names none, and
 * {@code InvalidArgument} where it is malformed or ambiguous.
 */
public final class Images {
    Images() {}

    /** The image that a name stands for. */
    public LocalImage resolve(String name) {
        throw new NotImplemented("images");
    }

    public ImageInspect inspect(String name) {
        throw new NotImplemented("images");
    }

    /** The images that the query asks for, newest first. */
    public List<ImageSummary> list(ImageQuery query) {
        throw new NotImplemented("images");
    }

    /** The steps that made the image, newest first. */
    public List<ImageHistoryItem> history(String name) {
        throw new NotImplemented("images");
    }

    /** Gives an image one more name, which is taken from another image where that has it. */
    public void tag(String name, Reference target) {
        throw new NotImplemented("images");
    }

    /**
     * Takes a name away from an image, and removes the image with its last name.
     *
     * @throws io.djong.model.error.Conflict if a container uses it
     */
    public List<ImageDeleteItem> remove(String name, ImageRemoval how) {
        throw new NotImplemented("images");
    }

    /** Makes an image of one layer from a tar, plain or compressed; the stream is read to its end, not closed. */
    public Digest importTar(ImportRequest request, InputStream tar, Progress progress) {
        throw new NotImplemented("images");
    }

    /** Removes images that nothing uses: those without a name, or all with the filter {@code dangling=false}. */
    public PrunedImages prune(Filters filters) {
        throw new NotImplemented("images");
    }
}
