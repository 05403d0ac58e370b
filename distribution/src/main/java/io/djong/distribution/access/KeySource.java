package io.djong.distribution.access;

import java.util.List;

/** Where the keys come from that tokens are checked with. */
@FunctionalInterface
interface KeySource {
    /** The keys that may have signed a token with this key id; all of them where it has none, or they have none. */
    List<VerificationKey> keys(String keyId);
}
