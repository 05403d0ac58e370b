/** Registries for the tests: a real one, and one that misbehaves. */
@NullMarked
package io.djong.testkit.registry;

import org.jspecify.annotations.NullMarked;
