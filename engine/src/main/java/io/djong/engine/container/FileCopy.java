package io.djong.engine.container;

import io.djong.kernel.KernelException;
import io.djong.kernel.file.Directory;
import io.djong.kernel.file.FileStat;
import io.djong.kernel.file.Location;
import io.djong.model.container.PathStat;
import io.djong.model.error.Internal;
import io.djong.store.layer.LayerPacker;
import java.io.IOException;
import java.io.OutputStream;

/** A file or directory of a container, found, to be copied out of it. Closed by whoever asked for it. */
public final class FileCopy implements AutoCloseable {
    private final ContainerTree tree;
    private final Location location;
    private final FileStat file;
    private final PathStat stat;

    /** @param tree and {@code location} closed with this */
    FileCopy(ContainerTree tree, Location location, FileStat file, PathStat stat) {
        this.tree = tree;
        this.location = location;
        this.file = file;
        this.stat = stat;
    }

    public PathStat stat() {
        return stat;
    }

    /** Writes it as a tar whose members begin with its name. */
    public void writeTo(OutputStream out) throws IOException {
        try {
            if (!file.isDirectory()) {
                LayerPacker.packFile(location.directory(), location.name(), tree.ids(), out);
                return;
            }
            try (Directory directory = location.directory().openDirectory(location.name())) {
                String name = stat.name().equals("/") ? "" : stat.name();
                LayerPacker.packAs(name, directory, this::isCopied, tree.ids(), out);
            }
        } catch (KernelException e) {
            throw Internal.failedTo("copy " + stat.name(), e);
        }
    }

    /** What the kernel shows of itself is not copied along, nor are the devices that the engine puts into a container. */
    private boolean isCopied(Directory mounted) {
        return !mounted.fileSystem().isKernels() && !(tree.isLive() && isDevices(mounted.stat()));
    }

    private boolean isDevices(FileStat directory) {
        return tree.root()
                .find("dev")
                .filter(dev -> dev.inode() == directory.inode() && dev.device().equals(directory.device()))
                .isPresent();
    }

    @Override
    public void close() {
        location.close();
        tree.close();
    }
}
