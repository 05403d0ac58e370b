package io.djong.engine.resources;

/** What the kernel can limit. Asked only for what a container asks for. */
public interface KernelLimits {
    /**
     * Whether a file of a controller is there.
     *
     * @param controller as cgroup v1 calls it; on v2 the controller that took its place is asked for
     * @param file as cgroup v1 calls it, which on v2 does not count
     */
    boolean has(String controller, String file);

    /** Whether a file of a controller is there that v2 has nothing like. */
    boolean hasOnV1(String controller, String file);

    /** The processors that containers may use, as {@code 0-3}. */
    String processors();

    /** The memory nodes that containers may use. */
    String memoryNodes();

    /** How many processors there are. */
    int processorCount();
}
