package io.djong.bench;

import java.util.List;

/**
 * The time of a docker command in an engine that has many images.
 *
 * @param containers how many containers there are, none of them running
 */
record ManyImagesRow(
        String key, String title, double goal, int rounds, int images, int containers, List<String> command)
        implements Row {
    private static final int WARM_UPS = 5;

    ManyImagesRow {
        command = List.copyOf(command);
    }

    @Override
    public String unit() {
        return "ms";
    }

    @Override
    public void prepare(Contender contender) {
        for (int i = 0; i < images; i++) {
            image(contender, name(i));
        }
        for (int i = 0; i < containers; i++) {
            contender.docker().ok("create", name(i % images), "true");
        }
        for (int i = 0; i < WARM_UPS; i++) {
            sample(contender);
        }
    }

    private static String name(int number) {
        return "bench-many:" + number;
    }

    /** An image of its own id: {@code busybox} and one empty change. */
    static void image(Contender contender, String name) {
        String container = contender.docker().ok("create", "busybox", "true").line();
        contender.docker().ok("commit", "--change", "LABEL bench=" + name, container, name);
        contender.docker().ok("rm", container);
    }

    @Override
    public double sample(Contender contender) {
        return contender.docker().command(command.toArray(String[]::new)).time().toNanos() / 1e6;
    }

    @Override
    public void finish(Contender contender) {
        contender.clear();
        for (int i = 0; i < images; i++) {
            contender.docker().ok("rmi", name(i));
        }
    }
}
