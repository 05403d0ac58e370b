package io.djong.bench;

import java.nio.file.Path;

/** The time of a save of 500 MB to a file. */
record SaveRow(String key, String title, double goal, int rounds) implements Row {
    private static final String IMAGE = "bench-save";

    @Override
    public String unit() {
        return "ms";
    }

    @Override
    public void prepare(Contender contender) {
        Archives.make(contender.daemon(), IMAGE);
    }

    @Override
    public double sample(Contender contender) {
        Path work = Archives.work();
        long began = System.nanoTime();
        Archives.save(contender.daemon(), IMAGE, work.resolve("image.tar"));
        double took = (System.nanoTime() - began) / 1e6;
        Archives.delete(work);
        return took;
    }

    @Override
    public void finish(Contender contender) {
        contender.docker().ok("rmi", IMAGE);
        contender.clear();
    }
}
