package io.djong.engine.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.djong.model.error.InvalidArgument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MemberNameTest {
    @ParameterizedTest
    @CsvSource({"./manifest.json,manifest.json", "/a//b/./c,a/b/c", "a/../b,b"})
    void namesAreRelativeAndPlain(String written, String name) {
        assertEquals(name, MemberName.clean(written));
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../etc/passwd", "a/../../b", "/.."})
    void namesThatClimbOutAreRefused(String name) {
        assertThrows(InvalidArgument.class, () -> MemberName.clean(name));
    }

    @Test
    void linksLeadFromWhereTheyStand() {
        assertEquals("b/layer.tar", MemberName.target("a/layer.tar", "../b/layer.tar"));
        assertThrows(InvalidArgument.class, () -> MemberName.target("a/layer.tar", "../../b/layer.tar"));
        assertThrows(InvalidArgument.class, () -> MemberName.target("a/layer.tar", "/etc/passwd"));
    }

    @Test
    void onlyBlobsHaveADigest() {
        String hex = "0".repeat(64);
        assertEquals(
                "sha256:" + hex,
                MemberName.digest("blobs/sha256/" + hex).orElseThrow().toString());
        assertEquals(true, MemberName.digest("blobs/sha256").isEmpty());
        assertThrows(InvalidArgument.class, () -> MemberName.digest("blobs/sha256/short"));
    }
}
