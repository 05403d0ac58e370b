package io.djong.registry;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** What a call carries. */
sealed interface Body {
    String type();

    BodyPublisher publisher();

    /** Fields of a form, of which one is a secret: it is for the one who asked for it. */
    record Form(String text) implements Body {
        @Override
        public String type() {
            return "application/x-www-form-urlencoded";
        }

        @Override
        public BodyPublisher publisher() {
            return BodyPublishers.ofString(text);
        }

        @Override
        public String toString() {
            return "Form[***]";
        }
    }

    /** A manifest. */
    record Document(String type, ManifestContent content) implements Body {
        @Override
        public BodyPublisher publisher() {
            return BodyPublishers.ofByteArray(content.bytes());
        }
    }

    /** Opens a blob at an offset. */
    @FunctionalInterface
    interface Source {
        InputStream open(long offset) throws IOException;
    }

    /**
     * A part of a blob, read as it is sent.
     *
     * @param progress counts the blob's bytes that were sent; also how others see that it goes on
     */
    record Part(Source source, long offset, long length, AtomicLong progress, LongConsumer watcher) implements Body {
        @Override
        public String type() {
            return "application/octet-stream";
        }

        @Override
        public BodyPublisher publisher() {
            return length == 0
                    ? BodyPublishers.noBody()
                    : BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(this::open), length);
        }

        private InputStream open() {
            try {
                return new Counted(source.open(offset), this);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Ends with the part. */
    final class Counted extends FilterInputStream {
        private final Part part;
        private long done;

        private Counted(InputStream in, Part part) {
            super(in);
            this.part = part;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            long left = part.length() - done;
            int count = left == 0 ? -1 : in.read(into, offset, (int) Math.min(length, left));
            if (count > 0) {
                done += count;
                part.progress().set(part.offset() + done);
                part.watcher().accept(part.offset() + done);
            }
            return count;
        }
    }
}
