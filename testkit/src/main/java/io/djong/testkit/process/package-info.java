/** Programs run by the tests: what went in, what came out, when it ended. */
@NullMarked
package io.djong.testkit.process;

import org.jspecify.annotations.NullMarked;
