package io.djong.engine.image;

import io.djong.model.error.NotImplemented;

/** Brings images from registries here. */
public final class ImagePuller {
    ImagePuller() {}

    /**
     * Pulls an image and unpacks it; returns once it is ready for containers. An interrupt ends the pull with {@code
     * Cancelled}; another pull of the same image goes on.
     *
     * @throws io.djong.model.error.NotFound if the registry has no such image, or not for this user
     */
    public void pull(PullRequest request, Progress progress) {
        throw new NotImplemented("pull");
    }
}
