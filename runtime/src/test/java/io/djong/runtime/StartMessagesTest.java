package io.djong.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class StartMessagesTest {
    @Test
    void theCodeFollowsTheCause() {
        assertEquals(
                127,
                StartMessages.createFailed("exec: \"x\": executable file not found in $PATH")
                        .exitCode());
        assertEquals(
                127,
                StartMessages.createFailed("exec: \"/x\": stat /x: no such file or directory")
                        .exitCode());
        assertEquals(
                126,
                StartMessages.createFailed("exec: \"/x\": permission denied").exitCode());
        assertEquals(
                126, StartMessages.createFailed("exec: \"/x\": is a directory").exitCode());
        assertEquals(
                127,
                StartMessages.createFailed("mounting a onto b: not a directory").exitCode());
        assertEquals(128, StartMessages.createFailed("unable to apply caps").exitCode());
    }

    @Test
    void theMessageIsTheLastLineInDockersFrame() {
        assertEquals(
                "OCI runtime create failed: runc create failed: the cause: unknown",
                StartMessages.createFailed("level=warning msg=\"a\"\nrunc create failed: the cause\n")
                        .message());
        assertEquals(
                "OCI runtime exec failed: the runtime gave no reason: unknown",
                StartMessages.execFailed("").message());
    }
}
