package io.djong.cli.archive;

import java.nio.file.attribute.FileTime;

/**
 * One member of an archive.
 *
 * @param name with slashes, as it is in the archive
 * @param size of the content that follows; 0 but for files
 * @param link where a link leads; else empty
 */
record Member(String name, Kind kind, Attributes attributes, long size, String link) {
    /** What a member is. */
    enum Kind {
        FILE('0'),
        HARD_LINK('1'),
        SYMLINK('2'),
        DIRECTORY('5'),
        /** A device or a pipe: nothing that is copied to a user's files. */
        OTHER('6');

        private final char flag;

        Kind(char flag) {
            this.flag = flag;
        }

        char flag() {
            return flag;
        }

        static Kind of(char flag) {
            return switch (flag) {
                case '0', '\0', '7' -> FILE;
                case '1' -> HARD_LINK;
                case '2' -> SYMLINK;
                case '5' -> DIRECTORY;
                default -> OTHER;
            };
        }
    }

    /** Whose it is, and who may do what with it. */
    record Attributes(int mode, int owner, int group, FileTime modified) {}

    Member renamed(String newName, String newLink) {
        return new Member(newName, kind, attributes, size, newLink);
    }
}
