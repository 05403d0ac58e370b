package io.djong.kernel.ffi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.kernel.Errno;
import io.djong.kernel.KernelException;
import org.junit.jupiter.api.Test;

class SyscallTest {
    @Test
    void returnsWhatTheKernelReturns() {
        assertEquals(ProcessHandle.current().pid(), Syscall.raw(Sysno.GETPID, 0));
    }

    @Test
    void failuresAreNegativeErrnos() {
        long result = Syscall.raw(Sysno.CLOSE, 1_000_000);
        assertTrue(Syscall.failed(result, Errno.EBADF));
        KernelException e = assertThrows(KernelException.class, () -> Syscall.check(result, "close", "fd"));
        assertEquals("close fd: bad file descriptor", e.getMessage());
    }
}
