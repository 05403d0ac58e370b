/**
 * The ground of this module, not exported: system calls by number, C strings, errno. Everything native goes through
 * here, so that the packages above it hold only layouts and meaning.
 */
@NullMarked
package io.djong.kernel.ffi;

import org.jspecify.annotations.NullMarked;
