package io.djong.daemon;

import io.djong.daemon.config.DaemonConfig;
import io.djong.model.error.Conflict;
import io.djong.model.error.EngineException;
import io.djong.model.error.Internal;
import io.djong.store.check.CheckReport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What is done with a data root instead of serving it: checked, moved, wiped. Each refuses where a daemon uses the
 * directories, and says on its output what it did.
 */
final class Upkeep {
    private static final int FAILED = 1;
    /** Of fsck(8): the check itself failed. */
    private static final int CHECK_FAILED = 8;

    private final DaemonConfig config;
    private final PrintStream out;
    private final PrintStream err;

    Upkeep(DaemonConfig config, PrintStream out, PrintStream err) {
        this.config = config;
        this.out = out;
        this.err = err;
    }

    /** Verifies the stores. @return an exit code of fsck(8) */
    int check() {
        try (Closing locks = locked()) {
            CheckReport report = RootCheck.run(locks, config, out::println);
            out.println(
                    report.exitCode() == 0
                            ? config.dataRoot() + " is whole"
                            : config.dataRoot() + ": " + report.repaired() + " repaired, " + report.broken()
                                    + " broken");
            return report.exitCode();
        } catch (EngineException e) {
            err.println("cannot check " + config.dataRoot() + ": " + e.message());
            return CHECK_FAILED;
        }
    }

    /** Moves the data root to another directory, which is absent or empty. */
    int move(Path target) {
        try (Closing _ = locked()) {
            refuseRunning();
            RootMove.run(config.dataRoot(), target.toAbsolutePath().normalize());
            out.println(config.dataRoot() + " is " + target + " now: start djongd with --data-root " + target
                    + ", or set \"data-root\" in daemon.json");
            return 0;
        } catch (EngineException e) {
            err.println("cannot move " + config.dataRoot() + ": " + e.message());
            return FAILED;
        }
    }

    /** Ends what runs and removes everything, once somebody has said yes. */
    int wipe(boolean agreed, InputStream in) {
        if (!agreed && !saidYes(in)) {
            err.println("nothing was removed");
            return FAILED;
        }
        try (Closing _ = locked()) {
            RootWipe.run(config);
            out.println("removed everything in " + config.dataRoot() + " and " + config.execRoot());
            return 0;
        } catch (EngineException e) {
            err.println("cannot wipe " + config.dataRoot() + ": " + e.message());
            return FAILED;
        }
    }

    private boolean saidYes(InputStream in) {
        out.print("This ends all containers and removes all images, containers and volumes in " + config.dataRoot()
                + ".\nAre you sure you want to continue? [y/N] ");
        out.flush();
        try {
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            String answer = lines.readLine();
            return answer != null && answer.strip().equalsIgnoreCase("y");
        } catch (IOException e) {
            return false;
        }
    }

    private Closing locked() {
        if (!Files.isDirectory(config.dataRoot())) {
            throw new Conflict("there is no such directory");
        }
        Closing locks = new Closing();
        try {
            locks.add(InstanceLock.take(config.dataRoot(), "--data-root"));
            Files.createDirectories(config.execRoot());
            locks.add(InstanceLock.take(config.execRoot(), "--exec-root"));
            return locks;
        } catch (IOException e) {
            locks.close();
            throw Internal.failedTo("create " + config.execRoot(), e);
        } catch (RuntimeException e) {
            locks.close();
            throw e;
        }
    }

    private void refuseRunning() {
        RootUse.now().of(config.dataRoot()).ifPresent(mount -> {
            throw new Conflict("containers are running, or nobody has seen their end: " + mount
                    + " is mounted. Start djongd, stop them, and stop djongd");
        });
    }
}
