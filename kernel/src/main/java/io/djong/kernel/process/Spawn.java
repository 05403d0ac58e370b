package io.djong.kernel.process;

import io.djong.kernel.Fd;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How to start a program; immutable, each method returns a changed copy.
 *
 * <p>The child gets an empty signal mask, default signal actions, the descriptors named here and no other, and exactly
 * the environment named here. Descriptors 0 to 2 that are not named are {@code /dev/null}.
 *
 * @param program the executable's path: no search is made
 * @param arguments the arguments after the program's own name
 * @param environment the whole environment
 * @param directory where the child starts; the empty path is where this process is
 * @param descriptors the child's descriptors by number; each stays its owner's
 * @param session whether the child leads a session of its own, without a controlling terminal
 */
public record Spawn(
        Path program,
        List<String> arguments,
        Map<String, String> environment,
        Path directory,
        Map<Integer, Fd> descriptors,
        boolean session) {
    private static final Path HERE = Path.of("");

    public Spawn {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
        descriptors = Map.copyOf(descriptors);
    }

    /** A program with arguments, in a session of its own, with an empty environment. */
    public static Spawn of(Path program, List<String> arguments) {
        return new Spawn(program, arguments, Map.of(), HERE, Map.of(), true);
    }

    public Spawn environment(Map<String, String> variables) {
        return new Spawn(program, arguments, variables, directory, descriptors, session);
    }

    public Spawn directory(Path path) {
        return new Spawn(program, arguments, environment, path, descriptors, session);
    }

    /** Gives the child a descriptor under a number. */
    public Spawn descriptor(int number, Fd fd) {
        Map<Integer, Fd> more = new TreeMap<>(descriptors);
        more.put(number, fd);
        return new Spawn(program, arguments, environment, directory, more, session);
    }

    /** Leaves the child in this process's session and group. */
    public Spawn inThisSession() {
        return new Spawn(program, arguments, environment, directory, descriptors, false);
    }

    /** Starts it. @return its number */
    long run() {
        return PosixSpawn.run(this);
    }

    boolean movesDirectory() {
        return !directory.equals(HERE);
    }

    List<String> command() {
        List<String> all = new ArrayList<>(arguments.size() + 1);
        all.add(program.toString());
        all.addAll(arguments);
        return all;
    }
}
