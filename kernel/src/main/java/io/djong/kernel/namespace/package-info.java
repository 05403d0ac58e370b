/** Namespaces: of networks, made, kept at a path, entered, removed; of mounts, made and looked into; of users, made. */
@NullMarked
package io.djong.kernel.namespace;

import org.jspecify.annotations.NullMarked;
