/** Log drivers: their options, and the targets to which they send what the log's files hold. */
@NullMarked
package io.djong.log.driver;

import org.jspecify.annotations.NullMarked;
