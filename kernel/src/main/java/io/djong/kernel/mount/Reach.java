package io.djong.kernel.mount;

/** Whether a call is about one mount or also about all those below it. */
public enum Reach {
    ONE,
    RECURSIVE;

    private static final int MS_REC = 1 << 14;
    private static final int AT_RECURSIVE = 0x8000;

    int classic() {
        return this == RECURSIVE ? MS_REC : 0;
    }

    int at() {
        return this == RECURSIVE ? AT_RECURSIVE : 0;
    }
}
