package io.djong.runtime;

/** The programs that containers run by, with their versions. */
public record Versions(Program runtime, Program monitor) {
    /**
     * What a program says of itself.
     *
     * @param name as {@code runc}
     * @param version as {@code 1.1.5+ds1}
     * @param commit of its sources; empty if it says nothing
     */
    public record Program(String name, String version, String commit) {
        /** Reads {@code runc version 1.1.5} and a line {@code commit: …} after it. */
        static Program parse(String output) {
            String[] words = output.lines().findFirst().orElse("").split(" ", 3);
            String commit = output.lines()
                    .filter(line -> line.startsWith("commit: "))
                    .map(line -> line.substring("commit: ".length()).strip())
                    .findFirst()
                    .orElse("");
            return new Program(words[0], words[words.length - 1].strip(), commit);
        }
    }
}
