package io.djong.runtime.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.djong.model.error.InvalidArgument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserLookupTest {
    private static final UserLookup FILES = UserLookup.of(
            "root:x:0:0:root:/root:/bin/sh\n# comment\n\nbroken\nme:x:5:6::/home/me:/bin/sh\n7up:x:8:9::/:/bin/sh\n",
            "root:x:0:\ngames:x:60:me,you\nwheel:x:10:you,me\nbroken\n");

    private static String resolve(String spec, String... more) {
        UserLookup.Identity identity = FILES.resolve(spec, List.of(more));
        return identity.uid() + ":" + identity.gid() + " " + identity.groups();
    }

    @Test
    void namesAndNumbersAreFound() {
        assertEquals("0:0 [0]", resolve(""));
        assertEquals("5:6 [6, 60, 10]", resolve("me"));
        assertEquals("5:6 [6, 60, 10]", resolve("5"));
        assertEquals("8:9 [9]", resolve("7up"));
    }

    @Test
    void aGivenGroupTakesThePlaceOfMemberships() {
        assertEquals("5:60 [60]", resolve("me:games"));
        assertEquals("5:61 [61]", resolve("me:61"));
        assertEquals("0:60 [60]", resolve(":games"));
    }

    @Test
    void unknownNumbersStandForThemselves() {
        assertEquals("1234:0 [0]", resolve("1234"));
        assertEquals("1234:5678 [5678]", resolve("1234:5678"));
    }

    @Test
    void moreGroupsAreAdded() {
        assertEquals("5:6 [6, 60, 10, 77]", resolve("me", "77", "wheel"));
    }

    @Test
    void unknownNamesAreRefused() {
        assertEquals(
                "unable to find user you: no matching entries in passwd file",
                assertThrows(InvalidArgument.class, () -> resolve("you")).message());
        assertEquals(
                "unable to find group nosuch: no matching entries in group file",
                assertThrows(InvalidArgument.class, () -> resolve("me:nosuch")).message());
        assertThrows(InvalidArgument.class, () -> resolve("99999999999"));
        assertThrows(InvalidArgument.class, () -> resolve("2147483648"));
    }

    @Test
    void filesAreSoughtInsideTheRootAlone(@TempDir Path root) throws IOException {
        Files.createDirectory(root.resolve("etc"));
        Files.createDirectory(root.resolve("data"));
        Files.writeString(root.resolve("data/passwd"), "inside:x:70:71::/:/bin/sh\n");
        Files.createSymbolicLink(root.resolve("etc/passwd"), Path.of("/data/../../../data/passwd"));
        Files.createSymbolicLink(root.resolve("etc/group"), Path.of("/etc/group"));
        UserLookup lookup = UserLookup.in(root);
        assertEquals(new UserLookup.Identity(70, 71, Set.of(71L)), lookup.resolve("inside", List.of()));
        assertThrows(InvalidArgument.class, () -> lookup.resolve("root:root", List.of()));
    }
}
