package io.djong.bench;

import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The time of removing some images, by one command, that share no layer but that of {@code busybox}. */
record RemoveImagesRow(String key, String title, double goal, int rounds, int images) implements Row {
    /** As for other commands: each removes many. */
    private static final int WARM_UPS = 3;

    @Override
    public String unit() {
        return "ms";
    }

    @Override
    public void prepare(Contender contender) {
        for (int i = 0; i < WARM_UPS; i++) {
            sample(contender);
        }
    }

    @Override
    public double sample(Contender contender) {
        String[] names =
                IntStream.range(0, images).mapToObj(i -> "bench-rmi:" + i).toArray(String[]::new);
        for (String name : names) {
            Stage.ManyImages.make(contender, name);
        }
        String[] command = Stream.concat(Stream.of("rmi"), Stream.of(names)).toArray(String[]::new);
        return Timed.millis(contender.docker(), command);
    }
}
