package io.djong.bench;

import io.djong.testkit.daemon.DaemonUnderTest;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** The time of a load of 500 MB into an empty store, of the archive that the engine itself has saved. */
record LoadRow(String key, String title, double goal, int rounds, Map<Contender, Path> archives) implements Row {
    private static final String IMAGE = "bench-load";

    LoadRow(String key, String title, double goal, int rounds) {
        this(key, title, goal, rounds, new HashMap<>());
    }

    @Override
    public String unit() {
        return "ms";
    }

    @Override
    public void prepare(Contender contender) {
        Path file = Archives.work().resolve("image.tar");
        Archives.make(contender.daemon(), IMAGE);
        Archives.save(contender.daemon(), IMAGE, file);
        contender.docker().ok("rmi", IMAGE);
        archives.put(contender, file);
    }

    private Path archive(Contender contender) {
        return Objects.requireNonNull(archives.get(contender));
    }

    @Override
    public double sample(Contender contender) {
        try (DaemonUnderTest daemon = contender.another().start()) {
            return Timed.millis(
                    daemon.docker(), "load", "--quiet", "-i", archive(contender).toString());
        }
    }

    @Override
    public void finish(Contender contender) {
        Archives.delete(archive(contender).resolve("..").normalize());
        archives.remove(contender);
        contender.clear();
    }
}
