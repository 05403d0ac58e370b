package io.djong.runtime.spec;

import io.djong.kernel.namespace.IdMapping;
import java.nio.file.Path;

/**
 * The user namespace of a container whose users are not the host's.
 *
 * @param namespace where it is found as long as it takes to create the container
 * @param ids the mapping that it has
 */
public record RemappedUsers(Path namespace, IdMapping ids) {}
