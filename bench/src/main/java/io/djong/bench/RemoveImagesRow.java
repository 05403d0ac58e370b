package io.djong.bench;

import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The time of removing some images, by one command, that share no layer but that of {@code busybox}. */
record RemoveImagesRow(String key, String title, double goal, int rounds, int images) implements Row {
    @Override
    public String unit() {
        return "ms";
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
