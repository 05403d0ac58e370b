/** What tests of every kind need: the machine's privileges. */
@NullMarked
package io.djong.testkit;

import org.jspecify.annotations.NullMarked;
