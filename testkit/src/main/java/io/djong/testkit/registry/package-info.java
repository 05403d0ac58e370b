/** Registries to pull from: Debian's, and one inside the test's own process with faults that a test can switch on. */
@NullMarked
package io.djong.testkit.registry;

import org.jspecify.annotations.NullMarked;
