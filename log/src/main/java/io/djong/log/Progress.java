package io.djong.log;

/**
 * How far a pump is: this much of the spool is in this much of the driver's file. Written after each batch; see {@link
 * ContainerLog} for how a restart uses it.
 *
 * @param spoolOffset bytes of the spool that were consumed
 * @param leavingSpool whether the spool was about to be renamed to its old name, or was
 * @param driverSize bytes of the driver's file that count
 * @param rotatingDriver whether the driver's file was about to be rotated, or was
 * @param generation how often the driver's file was rotated since the log began
 */
record Progress(long spoolOffset, boolean leavingSpool, long driverSize, boolean rotatingDriver, long generation) {
    static final Progress START = new Progress(0, false, 0, false, 0);

    Progress pumped(long newSpoolOffset, long newDriverSize) {
        return new Progress(newSpoolOffset, leavingSpool, newDriverSize, false, generation);
    }

    Progress leaving() {
        return new Progress(spoolOffset, true, driverSize, rotatingDriver, generation);
    }

    Progress staying() {
        return new Progress(spoolOffset, false, driverSize, false, generation);
    }

    Progress nextSpool() {
        return new Progress(0, false, driverSize, rotatingDriver, generation);
    }

    Progress rotating() {
        return new Progress(spoolOffset, leavingSpool, driverSize, true, generation);
    }

    Progress rotated() {
        return new Progress(spoolOffset, leavingSpool, 0, false, generation + 1);
    }

    Progress withDriverSize(long size) {
        return new Progress(spoolOffset, leavingSpool, size, false, generation);
    }
}
