package io.djong.store.layer;

import io.djong.kernel.Errno;
import io.djong.kernel.KernelException;
import io.djong.kernel.file.Directory;
import io.djong.kernel.file.DirectoryEntry;
import io.djong.kernel.file.FileStat;
import io.djong.model.container.FileChange;
import io.djong.model.container.FileChange.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What an overlay's upper directory says of the layers below it, listed as Docker does: a file has changed if its type,
 * mode, owner, size or time of modification has; a directory if its mode or owner has, or something in it; the root is
 * never listed. Of what was removed only the topmost is named.
 */
public final class UpperChanges {
    private final List<FileChange> changes = new ArrayList<>();

    private UpperChanges() {}

    /** Lists the changes by name, a directory before what is in it. The tree may be in use. */
    public static List<FileChange> list(Directory upper, LowerTree lower) {
        UpperChanges listing = new UpperChanges();
        listing.addAll(upper, lower, "", false);
        return listing.changes;
    }

    /** @param replaced whether nothing of the lower directory shows through */
    private void addAll(Directory upper, LowerTree lower, String prefix, boolean replaced) {
        NavigableSet<String> gone = replaced ? lower.names() : new TreeSet<>();
        List<String> names = upper.entries().stream()
                .map(DirectoryEntry::name)
                .sorted(Comparator.naturalOrder())
                .toList();
        names.forEach(gone::remove);
        for (String name : names) {
            try {
                add(upper, lower, prefix, name, replaced);
            } catch (KernelException e) {
                if (!e.is(Errno.ENOENT) && !e.is(Errno.ENOTDIR)) {
                    throw e; // else it vanished meanwhile
                }
            }
        }
        gone.forEach(name -> changes.add(new FileChange(prefix + "/" + name, Kind.DELETED)));
    }

    private void add(Directory upper, LowerTree lower, String prefix, String name, boolean replaced) {
        FileStat stat = upper.stat(name);
        Optional<FileStat> before = lower.find(name);
        String path = prefix + "/" + name;
        if (stat.isWhiteout()) {
            before.ifPresent(was -> changes.add(new FileChange(path, Kind.DELETED)));
            return;
        }
        int at = changes.size();
        boolean listed = before.isEmpty() || differ(before.get(), stat);
        if (listed) {
            changes.add(new FileChange(path, before.isEmpty() ? Kind.ADDED : Kind.MODIFIED));
        }
        if (stat.isDirectory()) {
            addBelow(upper, lower, path, replaced);
            if (!listed && changes.size() > at) {
                changes.add(at, new FileChange(path, Kind.MODIFIED));
            }
        }
    }

    private void addBelow(Directory upper, LowerTree lower, String path, boolean replaced) {
        Depth.check(path);
        String name = EntryPaths.name(path);
        try (Directory directory = upper.openDirectory(name);
                LowerTree below = lower.descend(name)) {
            boolean opaque = directory.xattr(Whiteouts.OPAQUE).isPresent();
            addAll(directory, below, path, replaced || opaque);
        }
    }

    private static boolean differ(FileStat before, FileStat now) {
        boolean differ = before.type() != now.type()
                || before.permissions() != now.permissions()
                || !before.owner().equals(now.owner())
                || !before.special().equals(now.special());
        return differ
                || (!now.isDirectory()
                        && (before.size() != now.size() || !before.modified().equals(now.modified())));
    }
}
