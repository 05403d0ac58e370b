/** Records, identifiers and errors that every module shares. */
@NullMarked
package io.djong.model;

import org.jspecify.annotations.NullMarked;
