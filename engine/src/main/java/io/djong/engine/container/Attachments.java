package io.djong.engine.container;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The clients at one container's streams. Those that come before the start wait here and are connected between the
 * runtime's create and its start, so that they miss nothing.
 */
final class Attachments {
    /** A main process's streams. */
    @FunctionalInterface
    interface Streams {
        /** Connects to them. @throws io.djong.model.error.Conflict if the process has ended */
        io.djong.runtime.Attachment attach() throws InterruptedException;
    }

    /** Those that wait for a start; guarded by this. */
    private final List<StreamAttachment> waiting = new ArrayList<>();

    /** Those of the process, from its creation to its end; guarded by this. */
    private Optional<Streams> streams = Optional.empty();

    /** Connects the attachment now, if there is a process, or at the next start. */
    synchronized void add(StreamAttachment attachment) {
        streams.ifPresentOrElse(attachment::connect, () -> waiting.add(attachment));
    }

    synchronized void remove(StreamAttachment attachment) {
        waiting.remove(attachment);
    }

    /** There is a process: connects those that wait, and those to come. */
    synchronized void connect(Streams created) {
        streams = Optional.of(created);
        waiting.forEach(attachment -> attachment.connect(created));
        waiting.clear();
    }

    /** There is no process any more: sends those away that wait. */
    synchronized void dismiss() {
        streams = Optional.empty();
        List<StreamAttachment> dismissed = List.copyOf(waiting); // closing one takes it off the list
        waiting.clear();
        dismissed.forEach(StreamAttachment::close);
    }
}
