package io.djong.distribution.protocol;

import io.djong.model.Digest;
import io.djong.model.error.InvalidArgument;
import java.util.regex.Pattern;

/** How a manifest is asked for within its repository. */
public sealed interface ManifestName {
    record ByTag(String tag) implements ManifestName {
        private static final Pattern FORM = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}");

        public ByTag {
            if (!FORM.matcher(tag).matches()) {
                throw new Refusal(ErrorCode.TAG_INVALID, "invalid tag").about("tag", RepositoryName.bounded(tag));
            }
        }

        @Override
        public String toString() {
            return tag;
        }
    }

    record ByDigest(Digest digest) implements ManifestName {
        @Override
        public String toString() {
            return digest.toString();
        }
    }

    /** A tag, or a digest where the text has a colon, which no tag has. */
    static ManifestName parse(String text) {
        return text.indexOf(':') >= 0 ? new ByDigest(digest(text)) : new ByTag(text);
    }

    /** Reads a digest. @throws Refusal if the text is none that this registry knows */
    static Digest digest(String text) {
        try {
            return Digest.parse(text);
        } catch (InvalidArgument e) {
            throw new Refusal(ErrorCode.DIGEST_INVALID, e.message());
        }
    }
}
