package io.djong.model.usage;

/** What went through a network interface, counted in {@code /proc/net/dev}. */
public record InterfaceUse(String name, Direction received, Direction sent) {
    /** One way through it. */
    public record Direction(long bytes, long packets, long errors, long dropped) {}
}
