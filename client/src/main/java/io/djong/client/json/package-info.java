/**
 * JSON as plain values. The client has its own small reader and writer, because a short-lived program pays for every
 * class it loads: docs/adr/0013-the-client-reads-json-and-speaks-http-itself.md has the figures.
 */
@NullMarked
package io.djong.client.json;

import org.jspecify.annotations.NullMarked;
