package io.djong.runtime.spec;

import io.djong.kernel.Errno;
import io.djong.kernel.KernelException;
import io.djong.kernel.file.Access;
import io.djong.kernel.file.Directory;
import io.djong.kernel.file.FileType;
import io.djong.kernel.file.OpenFile;
import io.djong.model.error.InvalidArgument;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Finds users and groups by name or number in a container's own {@code /etc/passwd} and {@code /etc/group}, which are
 * reached without leaving its root and read up to a bound: an image may hold anything there.
 */
public final class UserLookup {
    private static final int MAX_FILE = 4 << 20;
    private static final long MAX_ID = Integer.MAX_VALUE;

    private final List<String[]> users;
    private final List<String[]> groups;

    private UserLookup(List<String[]> users, List<String[]> groups) {
        this.users = users;
        this.groups = groups;
    }

    /**
     * Who a process is.
     *
     * @param groups the additional groups, the primary one first
     */
    public record Identity(long uid, long gid, Set<Long> groups) {}

    /** Reads the files of a root file system. Missing ones are empty. */
    public static UserLookup in(Path rootfs) {
        try (Directory root = Directory.open(rootfs)) {
            return in(root);
        }
    }

    /** As {@link #in(Path)}, of one that is open. */
    public static UserLookup in(Directory root) {
        return new UserLookup(read(root, "etc/passwd"), read(root, "etc/group"));
    }

    static UserLookup of(String passwd, String group) {
        return new UserLookup(parse(passwd), parse(group));
    }

    private static List<String[]> read(Directory root, String path) {
        try (OpenFile file = root.resolveFile(path, Access.READ)) {
            if (file.stat().type() != FileType.REGULAR) {
                return List.of();
            }
            byte[] bytes = file.inputStream().readNBytes(MAX_FILE);
            return parse(new String(bytes, StandardCharsets.UTF_8));
        } catch (KernelException e) {
            if (e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR) || e.is(Errno.ELOOP) || e.is(Errno.ENXIO)) {
                return List.of();
            }
            throw e;
        } catch (IOException e) {
            throw new InvalidArgument("failed to read /" + path + " of the container: " + e.getMessage(), e);
        }
    }

    private static List<String[]> parse(String text) {
        List<String[]> rows = new ArrayList<>();
        text.lines().map(String::strip).forEach(line -> {
            if (!line.isEmpty() && line.charAt(0) != '#') {
                rows.add(line.split(":", -1));
            }
        });
        return rows;
    }

    /**
     * Resolves {@code user[:group]}, either by name or number, with more groups.
     *
     * @throws InvalidArgument if a name has no entry
     */
    public Identity resolve(String spec, List<String> more) {
        int colon = spec.indexOf(':');
        String user = colon < 0 ? spec : spec.substring(0, colon);
        String group = colon < 0 ? "" : spec.substring(colon + 1);
        Optional<String[]> entry = user.isEmpty() ? findUser("0") : findUser(user);
        if (entry.isEmpty() && number(user).isEmpty() && !user.isEmpty()) {
            throw new InvalidArgument("unable to find user " + user + ": no matching entries in passwd file");
        }
        long uid = entry.map(row -> id(row, 2)).orElseGet(() -> number(user).orElse(0));
        long gid = entry.map(row -> id(row, 3)).orElse(0L);
        Set<Long> all = new LinkedHashSet<>();
        if (!group.isEmpty()) {
            gid = group(group);
            all.add(gid);
        } else {
            all.add(gid);
            entry.ifPresent(row -> all.addAll(memberships(row[0])));
        }
        more.forEach(name -> all.add(group(name)));
        return new Identity(uid, gid, all);
    }

    private Optional<String[]> findUser(String user) {
        OptionalLong wanted = number(user);
        return users.stream()
                .filter(row -> row.length > 3
                        && (row[0].equals(user)
                                || (wanted.isPresent() && number(row[2]).equals(wanted))))
                .findFirst();
    }

    private long group(String name) {
        OptionalLong wanted = number(name);
        return groups.stream()
                .filter(row -> row.length > 2
                        && (row[0].equals(name)
                                || (wanted.isPresent() && number(row[2]).equals(wanted))))
                .findFirst()
                .map(row -> id(row, 2))
                .orElseGet(() -> wanted.orElseThrow(() ->
                        new InvalidArgument("unable to find group " + name + ": no matching entries in group file")));
    }

    private List<Long> memberships(String user) {
        List<Long> gids = new ArrayList<>();
        for (String[] row : groups) {
            if (row.length > 3 && List.of(row[3].split(",", -1)).contains(user)) {
                gids.add(id(row, 2));
            }
        }
        return gids;
    }

    private static long id(String[] row, int column) {
        return number(row[column]).orElse(0);
    }

    /** A number in the range of ids; a name of digits alone that is out of it is refused. */
    private static OptionalLong number(String text) {
        if (text.isEmpty() || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return OptionalLong.empty();
        }
        if (text.length() > 10 || Long.parseLong(text) > MAX_ID) {
            throw new InvalidArgument("uids and gids must be in range 0-" + MAX_ID);
        }
        return OptionalLong.of(Long.parseLong(text));
    }
}
