/** Typed access to the Linux kernel: the only user of java.lang.foreign. */
module io.djong.kernel {
    requires static org.jspecify;

    exports io.djong.kernel;
}
