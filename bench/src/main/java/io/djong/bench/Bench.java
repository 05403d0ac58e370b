package io.djong.bench;

import io.djong.testkit.image.RootFilesystem;
import io.djong.testkit.process.Command;
import io.djong.testkit.registry.Registry;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Measures two engines side by side: both daemons run at the same time, samples alternate between them, and the same
 * docker CLI asks both. Prints a table of medians and ratios.
 */
public final class Bench {
    private final Options options;
    private final PrintStream progress;

    private Bench(Options options, PrintStream progress) {
        this.options = options;
        this.progress = progress;
    }

    /** See {@link Options#USAGE}. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length == 1 && arguments[0].equals("--list")) {
            Rows.all("").forEach(row -> System.out.println(row.key() + "\t" + row.title()));
            return;
        }
        System.out.println(new Bench(Options.parse(arguments), System.err).run());
    }

    private Table run() throws IOException {
        Path work = Files.createTempDirectory("djong-bench");
        try {
            return measure(work);
        } finally {
            Command.of("rm", "-rf", work.toString()).run();
        }
    }

    private Table measure(Path work) {
        Path image = RootFilesystem.pack(RootFilesystem.busybox(work.resolve("busybox")), work.resolve("busybox.tar"));
        Table table =
                new Table(name(options.left().name()), name(options.right().name()));
        try (Registry registry = Registry.start(work);
                Contender left = Contender.start(options.left(), image);
                Contender right = Contender.start(options.right(), image)) {
            BigImages images = new BigImages(work, image, registry);
            for (Row row : Rows.all(registry.host())) {
                if (options.rows().isEmpty() || options.rows().contains(row.key())) {
                    if (row instanceof PullRow) {
                        images.publish();
                    }
                    measure(row, left, right, table);
                }
            }
        }
        return table;
    }

    private void measure(Row row, Contender left, Contender right, Table table) {
        Samples leftSamples = new Samples();
        Samples rightSamples = new Samples();
        progress.println(row.title() + " …");
        try {
            row.prepare(left);
            row.prepare(right);
            int rounds = options.rounds() > 0 ? Math.min(options.rounds(), row.rounds()) : row.rounds();
            for (int round = 0; round < rounds; round++) {
                // Whoever comes second finds the caches warm: take turns.
                boolean leftFirst = round % 2 == 0;
                (leftFirst ? leftSamples : rightSamples).add(row.sample(leftFirst ? left : right));
                (leftFirst ? rightSamples : leftSamples).add(row.sample(leftFirst ? right : left));
            }
            table.add(row, leftSamples, rightSamples);
        } catch (AssertionError e) {
            progress.println(e.getMessage());
            table.addFailure(
                    row, String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
        row.finish(left);
        row.finish(right);
        progress.printf(Locale.ROOT, "  %.1f  %.1f %s%n", leftSamples.median(), rightSamples.median(), row.unit());
    }

    private static String name(String kind) {
        return kind.toLowerCase(Locale.ROOT);
    }
}
