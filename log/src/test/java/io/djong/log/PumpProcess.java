package io.djong.log;

import io.djong.kernel.event.Poller;
import io.djong.model.ContainerId;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A daemon that does nothing but pump one log, to be killed. */
final class PumpProcess {
    static final ContainerId ID = new ContainerId("0a".repeat(32));

    private PumpProcess() {}

    static LogFiles files(Path directory) {
        return new LogFiles(ID, directory);
    }

    public static void main(String[] args) throws InterruptedException {
        Path directory = Path.of(args[0]);
        LogPump pump = LogPump.start(Poller.start());
        pump.attach(ContainerLog.open(files(directory), LogPumpIT.SETTINGS), directory.resolve("ctl"));
        new CountDownLatch(1).await();
    }
}
