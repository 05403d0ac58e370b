/** Health checks as rules: when a container is probed, and what becomes of its health by what a probe says. */
@NullMarked
package io.djong.engine.health;

import org.jspecify.annotations.NullMarked;
