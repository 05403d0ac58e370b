/** The daemon under test and the docker CLI that speaks to it. */
@NullMarked
package io.djong.testkit.daemon;

import org.jspecify.annotations.NullMarked;
