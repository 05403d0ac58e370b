package io.djong.store.content;

import io.djong.model.Digest;
import java.time.Instant;

/**
 * What the store knows of a blob.
 *
 * @param size in bytes
 */
public record ContentInfo(Digest digest, long size, Instant added) {}
