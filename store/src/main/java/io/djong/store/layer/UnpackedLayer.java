package io.djong.store.layer;

import io.djong.model.Digest;
import io.djong.model.error.InvalidArgument;
import java.util.List;

/**
 * What came out of unpacking a layer.
 *
 * @param diffId the digest of the uncompressed archive
 * @param impliedDirectories paths of directories that the archive used but did not name, parents first; the root is
 *     the empty path. Their metadata is that of the layers below, which whoever commits the layer fills in
 */
public record UnpackedLayer(Digest diffId, Usage usage, List<String> impliedDirectories) {
    public UnpackedLayer {
        impliedDirectories = List.copyOf(impliedDirectories);
    }

    /** Checks the layer against the image's config. @throws InvalidArgument if it is another */
    public UnpackedLayer require(Digest expectedDiffId) {
        if (!diffId.equals(expectedDiffId)) {
            throw new InvalidArgument("layers from manifest don't match image configuration: layer unpacks to " + diffId
                    + ", not " + expectedDiffId);
        }
        return this;
    }
}
