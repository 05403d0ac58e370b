/**
 * What a container is asked to be: the request documents of the Engine API (definitions ContainerConfig, HostConfig,
 * NetworkingConfig), which are also how the engine keeps them.
 *
 * <p>Absent lists, maps and strings read as empty; where the API tells absent from empty, the component is nullable.
 */
@NullMarked
package io.djong.model.container;

import org.jspecify.annotations.NullMarked;
