package io.djong.store.layer;

import io.djong.kernel.Errno;
import io.djong.kernel.KernelException;
import io.djong.kernel.file.Directory;
import io.djong.kernel.file.FileStat;
import io.djong.kernel.file.Owner;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The directories that members are put into, kept open because neighbours in an archive share them. Remembers which
 * ones it had to make because no member had named them.
 */
final class Parents implements AutoCloseable {
    private static final int KEPT = 64;

    private final Directory root;
    private final Map<String, Directory> open = new LinkedHashMap<>(KEPT, 0.75f, true);
    private final Set<String> implied = new LinkedHashSet<>();
    private final Owner owner;
    private boolean stale;

    Parents(Directory root) {
        this(root, Owner.ROOT);
    }

    /** @param owner of the directories that are missing */
    Parents(Directory root, Owner owner) {
        this.root = root;
        this.owner = owner;
        implied.add("");
    }

    /** Opens the directory at a clean path, making what is missing of it. Good until the next call. */
    Directory open(String path) {
        if (stale) {
            close();
            stale = false;
        }
        if (path.isEmpty()) {
            return root;
        }
        Directory kept = open.get(path);
        if (kept != null) {
            return kept;
        }
        Directory directory = openOrCreate(path);
        if (open.size() >= KEPT) {
            forgetEldest();
        }
        open.put(path, directory);
        return directory;
    }

    private Directory openOrCreate(String path) {
        try {
            return root.descend(path);
        } catch (KernelException e) {
            if (!e.is(Errno.ENOENT) && !e.is(Errno.ENOTDIR)) {
                throw e;
            }
        }
        Directory parent = open(EntryPaths.parent(path));
        String name = EntryPaths.name(path);
        boolean hidden = parent.find(name).filter(FileStat::isWhiteout).isPresent();
        if (hidden) {
            parent.unlink(name);
        }
        parent.createDirectory(name, 0755);
        if (!owner.equals(Owner.ROOT)) {
            parent.setOwner(name, owner);
        }
        if (hidden) {
            parent.setXattr(name, Whiteouts.OPAQUE, Whiteouts.opaqueValue());
        }
        implied.add(path);
        return parent.openDirectory(name);
    }

    /** A member names this directory: it brings its own metadata. */
    void named(String path) {
        implied.remove(path);
    }

    List<String> implied() {
        return new ArrayList<>(implied);
    }

    /** A name was replaced: paths may lead elsewhere from the next call on. */
    void invalidate() {
        stale = true;
    }

    private void forgetEldest() {
        Iterator<Directory> eldest = open.values().iterator();
        eldest.next().close();
        eldest.remove();
    }

    @Override
    public void close() {
        open.values().forEach(Directory::close);
        open.clear();
    }
}
