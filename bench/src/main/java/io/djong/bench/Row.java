package io.djong.bench;

/** A line of the table: one kind of work, measured in samples. */
interface Row {
    /** The name by which an option chooses it. */
    String key();

    /** What the table calls it. */
    String title();

    /** The unit of a sample. */
    String unit();

    /** The largest ratio to dockerd that is wanted. */
    double goal();

    /** How many samples of each engine are usual. */
    int rounds();

    /** Gets an engine ready for the samples of this row; not measured. */
    default void prepare(Contender contender) {}

    /** Takes one sample. */
    double sample(Contender contender);

    /** Removes what {@link #prepare} and the samples left; not measured. */
    default void finish(Contender contender) {
        contender.clear();
    }
}
