package io.djong.runtime;

/**
 * How a container is run.
 *
 * @param hooks whether its configuration has hooks, some of which are run by the runtime's start and delete
 */
record Handling(OciRuntime runtime, boolean hooks) {
    /** Whether start and delete may be done by hand. */
    boolean shortCuts() throws InterruptedException {
        return !hooks && runtime.shortCuts();
    }
}
