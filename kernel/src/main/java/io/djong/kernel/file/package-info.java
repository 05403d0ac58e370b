/**
 * Files as the kernel has them: names relative to open directories, so that nothing hostile in a tree can lead a path
 * out of it; owners, modes, times, attributes and devices to the last bit.
 */
@NullMarked
package io.djong.kernel.file;

import org.jspecify.annotations.NullMarked;
