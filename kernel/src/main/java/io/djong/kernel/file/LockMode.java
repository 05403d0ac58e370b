package io.djong.kernel.file;

/** Who else may lock at the same time (flock(2)). */
public enum LockMode {
    SHARED(1),
    EXCLUSIVE(2);

    static final int UNLOCK = 8;
    private static final int NON_BLOCKING = 4;

    private final int operation;

    LockMode(int operation) {
        this.operation = operation;
    }

    int operation() {
        return operation | NON_BLOCKING;
    }
}
