/** What flags and the configuration file do. */
@NullMarked
package io.djong.it.configuration;

import org.jspecify.annotations.NullMarked;
