package io.djong.kernel.event;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.ValueLayout;

/** {@code struct epoll_event}: the kernel packs it on x86_64 alone, so that its data is at 4 there and at 8 elsewhere. */
final class EpollEvent {
    private static final boolean PACKED = "amd64".equals(System.getProperty("os.arch"));

    static final int DATA_OFFSET = PACKED ? 4 : 8;
    static final int SIZE = PACKED ? 12 : 16;
    static final ValueLayout.OfLong DATA = JAVA_LONG_UNALIGNED;

    private EpollEvent() {}
}
