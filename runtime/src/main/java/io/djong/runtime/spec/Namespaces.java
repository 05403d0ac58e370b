package io.djong.runtime.spec;

/** Where a container gets its namespaces from; its mount namespace is always its own. */
public record Namespaces(
        NamespaceMode network, NamespaceMode ipc, NamespaceMode pid, NamespaceMode uts, NamespaceMode cgroup) {
    /** All its own but the cgroup namespace: Docker's choice on cgroup v1. */
    public static final Namespaces DEFAULT = new Namespaces(
            NamespaceMode.PRIVATE,
            NamespaceMode.PRIVATE,
            NamespaceMode.PRIVATE,
            NamespaceMode.PRIVATE,
            NamespaceMode.HOST);

    public Namespaces withNetwork(NamespaceMode mode) {
        return new Namespaces(mode, ipc, pid, uts, cgroup);
    }

    public Namespaces withIpc(NamespaceMode mode) {
        return new Namespaces(network, mode, pid, uts, cgroup);
    }

    public Namespaces withPid(NamespaceMode mode) {
        return new Namespaces(network, ipc, mode, uts, cgroup);
    }

    public Namespaces withUts(NamespaceMode mode) {
        return new Namespaces(network, ipc, pid, mode, cgroup);
    }

    public Namespaces withCgroup(NamespaceMode mode) {
        return new Namespaces(network, ipc, pid, uts, mode);
    }
}
