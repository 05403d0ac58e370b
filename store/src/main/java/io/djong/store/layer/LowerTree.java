package io.djong.store.layer;

import io.djong.kernel.file.Directory;
import io.djong.kernel.file.DirectoryEntry;
import io.djong.kernel.file.FileStat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** A directory of a chain of layers as an overlay shows it, without mounting one. */
public final class LowerTree implements AutoCloseable {
    /** The directories that are merged, the topmost first. */
    private final List<Directory> parts;

    private LowerTree(List<Directory> parts) {
        this.parts = parts;
    }

    /**
     * Opens the root.
     *
     * @param layers the topmost first
     */
    public static LowerTree open(List<Path> layers) {
        List<Directory> parts = new ArrayList<>();
        try {
            layers.forEach(layer -> parts.add(Directory.open(layer)));
        } catch (RuntimeException e) {
            parts.forEach(Directory::close);
            throw e;
        }
        return new LowerTree(parts);
    }

    /** What the name is, unless a layer above has removed it. */
    Optional<FileStat> find(String name) {
        for (Directory part : parts) {
            Optional<FileStat> stat = part.find(name);
            if (stat.isPresent()) {
                return stat.filter(found -> !found.isWhiteout());
            }
        }
        return Optional.empty();
    }

    /** The directory of that name; one with nothing in it where there is none. */
    LowerTree descend(String name) {
        List<Directory> below = new ArrayList<>();
        try {
            for (Directory part : parts) {
                Optional<FileStat> stat = part.find(name);
                if (stat.isEmpty()) {
                    continue;
                }
                if (!stat.get().isDirectory()) {
                    break;
                }
                Directory directory = part.openDirectory(name);
                below.add(directory);
                if (directory.xattr(Whiteouts.OPAQUE).isPresent()) {
                    break;
                }
            }
        } catch (RuntimeException e) {
            below.forEach(Directory::close);
            throw e;
        }
        return new LowerTree(below);
    }

    /** The names that are there. */
    NavigableSet<String> names() {
        NavigableSet<String> names = new TreeSet<>();
        for (Directory part : parts) {
            part.entries().stream().map(DirectoryEntry::name).forEach(names::add);
        }
        names.removeIf(name -> find(name).isEmpty());
        return names;
    }

    @Override
    public void close() {
        parts.forEach(Directory::close);
    }
}
