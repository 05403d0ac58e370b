package io.djong.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.djong.kernel.Errno;
import io.djong.kernel.KernelException;
import io.djong.kernel.nft.NftException;
import io.djong.model.error.Conflict;
import io.djong.model.error.Internal;
import org.junit.jupiter.api.Test;

class AttemptTest {
    @Test
    void whatTheKernelRefusesNamesWhatWasToBeDone() {
        Internal refused = assertThrows(
                Internal.class, () -> Attempt.to("make it", () -> fail(new KernelException(Errno.EPERM, "bind", "x"))));
        assertEquals("failed to make it: bind x: " + Errno.EPERM.text(), refused.message());
        Internal rules = assertThrows(
                Internal.class, () -> Attempt.to("make it", () -> fail(new NftException("no such table"))));
        assertEquals("failed to make it: no such table", rules.message());
    }

    @Test
    void otherFailuresPass() {
        Conflict conflict = new Conflict("taken");
        assertSame(conflict, assertThrows(Conflict.class, () -> Attempt.to("make it", () -> fail(conflict))));
    }

    private static void fail(RuntimeException failure) {
        throw failure;
    }
}
