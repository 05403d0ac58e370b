package io.djong.engine.container;

import io.djong.runtime.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The clients at one container's streams. Those that come before the start wait here and are connected between the
 * runtime's create and its start, so that they miss nothing.
 */
final class Attachments {
    /** Those that wait for a start; guarded by this. */
    private final List<StreamAttachment> waiting = new ArrayList<>();

    /** Connects the attachment now, if there is a process, or at the next start. */
    synchronized void add(StreamAttachment attachment, Optional<Task> task) {
        if (task.isPresent()) {
            attachment.connect(task.get());
        } else {
            waiting.add(attachment);
        }
    }

    synchronized void remove(StreamAttachment attachment) {
        waiting.remove(attachment);
    }

    /** Connects those that wait. */
    synchronized void connect(Task task) {
        waiting.forEach(attachment -> attachment.connect(task));
        waiting.clear();
    }

    /** Sends those that wait away: there will be no start. */
    synchronized void dismiss() {
        List<StreamAttachment> dismissed = List.copyOf(waiting); // closing one takes it off the list
        waiting.clear();
        dismissed.forEach(StreamAttachment::close);
    }
}
