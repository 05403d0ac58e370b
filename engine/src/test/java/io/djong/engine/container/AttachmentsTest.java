package io.djong.engine.container;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.djong.model.error.Conflict;
import org.junit.jupiter.api.Test;

class AttachmentsTest {
    private static final AttachRequest REQUEST = new AttachRequest(false, true, true, false, true, "");

    private final Attachments attachments = new Attachments();

    private static StreamAttachment client() {
        return new StreamAttachment(new StreamAttachment.Plan(REQUEST, false, sink -> {}, () -> {}, gone -> {}));
    }

    /** The streams of a process that has ended: who connects to them gets to know. */
    private static io.djong.runtime.Attachment refuse() {
        throw new Conflict("connected");
    }

    @Test
    void whoWaitsIsConnectedWhenThereIsAProcess() {
        attachments.add(client());
        assertThrows(Conflict.class, () -> attachments.connect(AttachmentsTest::refuse));
    }

    @Test
    void whoComesDuringTheStartIsConnectedAtOnce() {
        attachments.connect(AttachmentsTest::refuse);
        assertThrows(Conflict.class, () -> attachments.add(client()));
    }

    @Test
    void whoComesAfterTheEndWaitsForTheNextStart() {
        attachments.connect(AttachmentsTest::refuse);
        attachments.dismiss();
        assertDoesNotThrow(() -> attachments.add(client()));
    }
}
