/** Contract suites, fixtures and leak checks for the tests; never shipped. */
@NullMarked
package io.djong.testkit;

import org.jspecify.annotations.NullMarked;
