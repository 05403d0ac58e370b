/** From a request to the code that answers it: versions, routes, parameters, errors. */
@NullMarked
package io.djong.api.routing;

import org.jspecify.annotations.NullMarked;
