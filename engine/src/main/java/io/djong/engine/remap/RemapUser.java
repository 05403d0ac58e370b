package io.djong.engine.remap;

import io.djong.kernel.event.Poller;
import io.djong.kernel.namespace.IdMapping;
import io.djong.kernel.namespace.IdMapping.Range;
import io.djong.kernel.process.Reaper;
import io.djong.model.error.EngineException;
import io.djong.model.error.Internal;
import io.djong.model.error.InvalidArgument;
import io.djong.model.error.Unavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whose subordinate ids the users of containers are, as {@code --userns-remap} says it: {@code user[:group]}, each by
 * name or number, or {@code default} for {@code dockremap}, which is made where it is missing. As with Docker both the
 * users and the groups are the user's; the group has only to be there.
 */
public final class RemapUser {
    private static final Logger LOG = LoggerFactory.getLogger(RemapUser.class);

    private static final String DEFAULT = "default";
    private static final String DEFAULT_USER = "dockremap";
    private static final String PASSWD = "passwd";
    private static final String GROUP = "group";
    private static final int UID = 2;
    private static final String NUMBER = "[0-9]{1,10}";

    private final HostProgram program;
    private final Path etc;

    public RemapUser(Reaper reaper, Poller poller) {
        this(new HostPrograms(reaper, poller), Path.of("/etc"));
    }

    RemapUser(HostProgram program, Path etc) {
        this.program = program;
        this.etc = etc;
    }

    private record Account(String name, long uid) {}

    /**
     * The mapping that a setting stands for; empty for none.
     *
     * @throws InvalidArgument in Docker's words if there is no such user or group, or it has no subordinate ids
     * @throws Unavailable if the user cannot be made
     */
    public Optional<IdMapping> mapping(String setting) {
        if (setting.isEmpty()) {
            return Optional.empty();
        }
        Account account = account(setting);
        if (account.name.equals("root")) {
            LOG.warn("User namespaces: root cannot be remapped with itself; user namespaces are OFF");
            return Optional.empty();
        }
        LOG.info("User namespaces: ID ranges will be mapped to subuid/subgid ranges of: {}", account.name);
        return Optional.of(new IdMapping(ranges("subuid", account), ranges("subgid", account)));
    }

    private Account account(String setting) {
        String[] parts = setting.split(":", -1);
        if (parts.length > 2) {
            throw new InvalidArgument("Invalid user/group specification in --userns-remap: \"" + setting + "\"");
        }
        boolean makes = parts[0].equals(DEFAULT);
        String user = makes ? DEFAULT_USER : parts[0];
        if (makes && find(PASSWD, user).isEmpty()) {
            make(user);
        }
        Account account = find(PASSWD, user)
                .map(fields -> new Account(fields[0], Long.parseLong(fields[UID])))
                .orElseThrow(() -> missing(user, "uid", PASSWD));
        String group = parts.length == 2 ? parts[1] : user;
        if (find(GROUP, group).isEmpty()) {
            throw missing(group, parts.length == 2 ? "groupname" : "gid", GROUP);
        }
        return account;
    }

    private static InvalidArgument missing(String wanted, String kind, String database) {
        String reason = "getent unable to find entry \"" + wanted + "\" in " + database + " database";
        return new InvalidArgument(
                wanted.matches(NUMBER)
                        ? (database.equals(PASSWD) ? "Uid " : "Gid ") + wanted + " has no entry in /etc/" + database
                                + ": " + reason
                        : "Error during " + kind + " lookup for \"" + wanted + "\": " + reason);
    }

    /** An entry of a database, whichever sources of names the host has (getent(1)). */
    private Optional<String[]> find(String database, String key) {
        HostProgram.Answer answer = program.run("getent", List.of("--", database, key));
        return answer.exitCode() == 0 && !key.isEmpty()
                ? answer.text().lines().findFirst().map(line -> line.split(":", -1))
                : Optional.empty();
    }

    private List<Range> ranges(String file, Account account) {
        List<Range> ranges = read(file).of(account.name, account.uid);
        if (ranges.isEmpty()) {
            throw new InvalidArgument("Can't create ID mappings: no " + file + " ranges found for user \""
                    + account.name + "\": /etc/" + file + " has to say " + account.name + ":FIRST:COUNT");
        }
        return ranges;
    }

    private SubordinateIds read(String file) {
        Path path = etc.resolve(file);
        try {
            return SubordinateIds.parse(path.toString(), Files.exists(path) ? Files.readAllLines(path) : List.of());
        } catch (IOException e) {
            throw Internal.failedTo("read " + path, e);
        }
    }

    /** A user and group of the system's, and subordinate ids, which such users do not get by themselves. */
    private void make(String user) {
        try {
            require("useradd", List.of("--system", "--user-group", "--shell", "/bin/false", user));
            require("usermod", List.of("--add-subuids", range(read("subuid").free()), user));
            require("usermod", List.of("--add-subgids", range(read("subgid").free()), user));
        } catch (EngineException e) {
            throw new Unavailable("Error during \"" + user + "\" user creation: " + e.message(), e);
        }
    }

    private static String range(long first) {
        return first + "-" + (first + SubordinateIds.COUNT - 1);
    }

    private void require(String name, List<String> arguments) {
        HostProgram.Answer answer = program.run(name, arguments);
        if (answer.exitCode() != 0) {
            throw new Unavailable(name + ": " + answer.text());
        }
    }
}
