package io.djong.engine.remap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.djong.kernel.namespace.IdMapping.Range;
import io.djong.model.error.InvalidArgument;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubordinateIdsTest {
    private static SubordinateIds parse(String... lines) {
        return SubordinateIds.parse("/etc/subuid", List.of(lines));
    }

    @Test
    void rangesOfAUserFollowEachOther() {
        SubordinateIds ids = parse("# who has what", "me:200000:1000", "", "you:1:1", "1000:300000:65536");
        assertEquals(List.of(new Range(0, 200_000, 1000), new Range(1000, 300_000, 65_536)), ids.of("me", 1000));
        assertEquals(List.of(new Range(0, 1, 1)), ids.of("you", 1001));
        assertEquals(List.of(), ids.of("they", 1002));
    }

    @ParameterizedTest
    @ValueSource(strings = {"me", "me:1", "me:1:2:3", "me:x:1", "me:1:-1", "me::", "me:99999999999:1"})
    void aLineOfAnotherFormIsNamed(String line) {
        InvalidArgument refusal = assertThrows(InvalidArgument.class, () -> parse("you:1:1", line));
        assertEquals(
                "cannot parse subuid/gid information: Format not correct for /etc/subuid: \"" + line + "\"",
                refusal.message());
    }

    @ParameterizedTest
    @ValueSource(strings = {"me:0:0", "me:4294967295:1", "me:4294967294:2"})
    void idsThatTheKernelDoesNotHaveAreRefused(String line) {
        SubordinateIds ids = parse(line);
        assertThrows(InvalidArgument.class, () -> ids.of("me", 1));
    }

    @Test
    void whatIsFreeIsBetweenOrAfterTheOthers() {
        assertEquals(100_000, parse().free());
        assertEquals(165_536, parse("me:100000:65536").free());
        assertEquals(100_000, parse("me:165536:65536").free());
        assertEquals(300_000, parse("you:200000:100000", "me:100000:65536").free());
        assertEquals(100_000, parse("me:0:100000").free());
    }
}
