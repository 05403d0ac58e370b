/** Network namespaces (network_namespaces(7)): made, kept at a path, entered, removed. */
@NullMarked
package io.djong.kernel.namespace;

import org.jspecify.annotations.NullMarked;
