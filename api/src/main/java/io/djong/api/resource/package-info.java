/** One class for each kind of resource: its routes, and how they call the engine. */
@NullMarked
package io.djong.api.resource;

import org.jspecify.annotations.NullMarked;
