package io.djong.engine.image;

import io.djong.model.ContainerId;
import io.djong.model.Digest;
import java.util.List;

/** Those who stand on images: the owner of the containers tells. */
public interface ImageUsers {
    /** A container that was made from an image. */
    record ImageUser(ContainerId container, boolean running) {}

    /** The containers of an image, by its id. */
    List<ImageUser> of(Digest image);
}
