package io.djong.model.container;

/** A standard stream of a process, in the order and with the numbers of the multiplexed attach format. */
public enum StdStream {
    STDIN,
    STDOUT,
    STDERR
}
