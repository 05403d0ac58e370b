package io.djong.log;

/**
 * How far a pump is: this much of the spool is in this much of the driver's file. Written after each batch; see {@link
 * ContainerLog} for how a restart uses it.
 *
 * @param spoolOffset bytes of the spool that were consumed
 * @param leavingSpool whether the spool was about to be renamed to its old name, or was
 * @param driverSize bytes of the driver's file that count
 * @param rotatingDriver whether the driver's file was about to be rotated, or was
 */
record Progress(long spoolOffset, boolean leavingSpool, long driverSize, boolean rotatingDriver) {
    static final Progress START = new Progress(0, false, 0, false);

    Progress pumped(long newSpoolOffset, long newDriverSize) {
        return new Progress(newSpoolOffset, leavingSpool, newDriverSize, false);
    }

    Progress leaving() {
        return new Progress(spoolOffset, true, driverSize, rotatingDriver);
    }

    Progress nextSpool() {
        return new Progress(0, false, driverSize, rotatingDriver);
    }

    Progress rotating() {
        return new Progress(spoolOffset, leavingSpool, driverSize, true);
    }

    Progress withDriverSize(long size) {
        return new Progress(spoolOffset, leavingSpool, size, false);
    }
}
