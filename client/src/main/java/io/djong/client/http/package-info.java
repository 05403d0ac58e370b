/**
 * HTTP/1.1 (RFC 9112) as the engine's API needs it: over a unix socket or TCP, with bodies of known length or in chunks
 * both ways, and with the connection taken over after an upgrade. Why it is our own: docs/adr/0013-the-client-reads-json-and-speaks-http-itself.md.
 */
@NullMarked
package io.djong.client.http;

import org.jspecify.annotations.NullMarked;
