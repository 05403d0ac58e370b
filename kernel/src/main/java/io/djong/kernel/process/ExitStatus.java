package io.djong.kernel.process;

/**
 * How a process ended (waitid(2)).
 *
 * @param code what it returned, if it exited
 * @param signal the signal that ended it, else 0
 * @param coreDumped whether that left a core dump
 */
public record ExitStatus(int code, int signal, boolean coreDumped) {
    private static final int CLD_EXITED = 1;
    private static final int CLD_DUMPED = 3;

    static ExitStatus of(int how, int status) {
        return how == CLD_EXITED ? new ExitStatus(status, 0, false) : new ExitStatus(0, status, how == CLD_DUMPED);
    }

    /** The code as shells and Docker show it: 128 and the signal's number where a signal ended the process. */
    public int exitCode() {
        return signal == 0 ? code : 128 + signal;
    }
}
