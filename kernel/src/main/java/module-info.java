/** Typed access to the Linux kernel: the only user of java.lang.foreign. */
module io.djong.kernel {
    requires static org.jspecify;

    exports io.djong.kernel;
    exports io.djong.kernel.event;
    exports io.djong.kernel.namespace;
    exports io.djong.kernel.netlink;
    exports io.djong.kernel.nft;
    exports io.djong.kernel.process;
    exports io.djong.kernel.socket;
    exports io.djong.kernel.tty;
    exports io.djong.kernel.file;
    exports io.djong.kernel.mount;
}
