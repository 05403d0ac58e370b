package io.djong.store.layer;

import com.github.luben.zstd.ZstdIOException;
import io.djong.kernel.KernelException;
import io.djong.kernel.file.Directory;
import io.djong.kernel.file.FileStat;
import io.djong.kernel.file.Owner;
import io.djong.model.error.InvalidArgument;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipException;

/**
 * Unpacks an archive over files that are there: {@code docker cp} into a container. Unlike a layer it removes nothing by
 * marks, and what it puts below a symbolic link that is there goes to where that leads, within the root.
 *
 * <p>As for layers every path is resolved by the kernel with the root as its root, and every change made by a name in an
 * open directory. A directory and a member that is one merge; else the member takes the place of what was there.
 */
public final class ArchiveExtractor implements AutoCloseable {
    private final String place;
    private final Rules rules;
    private final Directory root;
    private final Parents parents;
    private final MemberWriter writer;
    private final Map<String, Instant> directoryTimes = new LinkedHashMap<>();

    /**
     * What is done in ways of its own.
     *
     * @param owner of all that is unpacked; else each member says its own
     * @param keepsKinds whether it is refused to put a directory in the place of something else or the reverse
     * @param ids what the archive's ids, and the owner, are in the tree
     */
    public record Rules(Optional<Owner> owner, boolean keepsKinds, ArchiveIds ids) {}

    private ArchiveExtractor(Directory root, String place, Rules rules) {
        this.root = root;
        this.place = place;
        this.rules = rules;
        this.parents = new Parents(root, rules.ids().root());
        this.writer = new MemberWriter(parents);
    }

    /**
     * Unpacks a plain, gzip or zstd archive, read to its end and not closed.
     *
     * @param root what no member leaves
     * @param place the directory below the root into which it is unpacked, absolute, without links
     * @throws InvalidArgument if the archive is damaged, or what it asks for cannot be
     * @throws IOException if the source fails; what was unpacked stays
     */
    public static void extract(InputStream archive, Directory root, String place, Rules rules) throws IOException {
        try (ArchiveExtractor extractor = new ArchiveExtractor(root, place, rules)) {
            InputStream content = Compression.decompress(archive);
            extractor.extract(new TarReader(content));
            content.transferTo(OutputStream.nullOutputStream());
        } catch (EOFException | ZipException | ZstdIOException e) {
            throw new InvalidArgument("Error processing tar file: " + e.getMessage(), e);
        }
    }

    private void extract(TarReader archive) throws IOException {
        for (TarEntry entry = archive.next(); entry != null; entry = archive.next()) {
            try {
                apply(inTree(rules.owner().map(entry::ownedBy).orElse(entry)), archive);
            } catch (KernelException e) {
                throw refused(entry, e);
            }
        }
        directoryTimes.forEach(this::setTimes);
    }

    private TarEntry inTree(TarEntry entry) {
        return rules.ids() == ArchiveIds.SAME
                ? entry
                : entry.ownedBy(rules.ids().toTree(MemberWriter.owner(entry)))
                        .with(rules.ids().toTree(entry.xattrs()));
    }

    private void apply(TarEntry entry, TarReader archive) throws IOException {
        String inside = inside(entry.name());
        if (inside.isEmpty()) {
            return; // the place itself stays as it is
        }
        String path = below(inside);
        String name = EntryPaths.name(path);
        Directory parent = parents.open(EntryPaths.parent(path));
        Optional<FileStat> there = parent.find(name);
        refuseOtherKind(entry, path, there);
        switch (entry.kind()) {
            case DIRECTORY -> createDirectory(entry, parent, path, there);
            case HARD_LINK -> createHardLink(entry, parent, name);
            case FILE, SYMLINK, CHARACTER_DEVICE, BLOCK_DEVICE, FIFO -> writer.create(entry, parent, name, archive);
        }
    }

    private void refuseOtherKind(TarEntry entry, String path, Optional<FileStat> there) {
        boolean directory = entry.kind() == TarEntry.Kind.DIRECTORY;
        if (rules.keepsKinds() && there.isPresent() && there.get().isDirectory() != directory) {
            throw new InvalidArgument(
                    directory
                            ? "cannot overwrite non-directory \"/" + path + "\" with directory \"" + place + "\""
                            : "cannot overwrite directory \"/" + path + "\" with non-directory \"" + place + "\"");
        }
    }

    private void createDirectory(TarEntry entry, Directory parent, String path, Optional<FileStat> there) {
        String name = EntryPaths.name(path);
        if (there.filter(FileStat::isDirectory).isEmpty()) {
            there.ifPresent(_ -> writer.remove(parent, name));
            parent.createDirectory(name, 0700);
        }
        try (Directory directory = parent.openDirectory(name)) {
            writer.describe(entry, directory);
        }
        directoryTimes.put(path, entry.modified());
    }

    private void createHardLink(TarEntry entry, Directory parent, String name) {
        String target = inside(entry.link());
        if (target.isEmpty()) {
            throw new InvalidArgument("invalid hardlink \"" + entry.name() + "\" -> \"" + entry.link() + "\"");
        }
        String path = below(target);
        try (Directory from = root.descend("/" + EntryPaths.parent(path))) {
            writer.createHardLink(parent, name, from, EntryPaths.name(path));
        }
    }

    /** The clean path below the place. @throws InvalidArgument if it leads out of it */
    private String inside(String name) {
        try {
            return EntryPaths.clean(name);
        } catch (InvalidArgument e) {
            throw new InvalidArgument("\"" + name + "\" is outside of \"" + place + "\"", e);
        }
    }

    private String below(String inside) {
        String clean = EntryPaths.clean(place);
        return clean.isEmpty() ? inside : clean + "/" + inside;
    }

    /** What is put into directories changes their times: so theirs are set last. */
    private void setTimes(String path, Instant modified) {
        Directory parent = parents.open(EntryPaths.parent(path));
        String name = EntryPaths.name(path);
        if (parent.find(name).filter(FileStat::isDirectory).isPresent()) {
            parent.setTimes(name, modified, modified);
        }
    }

    private InvalidArgument refused(TarEntry entry, KernelException e) {
        return new InvalidArgument(
                "cannot write \"" + entry.name() + "\" to \"" + place + "\": "
                        + e.errno().text(),
                e);
    }

    @Override
    public void close() {
        parents.close();
    }
}
