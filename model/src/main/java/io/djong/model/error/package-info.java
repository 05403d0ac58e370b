/**
 * The one hierarchy of errors. A message names the object, the operation and the cause in the words that Docker's
 * users know; {@code api} alone maps the classes to HTTP statuses.
 */
@NullMarked
package io.djong.model.error;

import org.jspecify.annotations.NullMarked;
