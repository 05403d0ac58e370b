package io.djong.kernel.namespace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.djong.kernel.file.Owner;
import io.djong.kernel.namespace.IdMapping.Range;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdMappingTest {
    private static final IdMapping IDS = new IdMapping(
            List.of(new Range(0, 100_000, 1000), new Range(1000, 300_000, 10)), List.of(new Range(0, 200_000, 65_536)));

    @ParameterizedTest
    @CsvSource({"0,0,100000,200000", "999,1,100999,200001", "1000,65535,300000,265535", "1009,5,300009,200005"})
    void idsAreTranslatedBothWays(long uid, long gid, long outerUid, long outerGid) {
        assertEquals(Optional.of(new Owner(outerUid, outerGid)), IDS.outside(new Owner(uid, gid)));
        assertEquals(new Owner(uid, gid), IDS.inside(new Owner(outerUid, outerGid)));
    }

    @Test
    void whoIsUnknownInsideIsNobodyThere() {
        assertEquals(new Owner(65_534, 65_534), IDS.inside(Owner.ROOT));
        assertEquals(new Owner(65_534, 7), IDS.inside(new Owner(300_010, 200_007)));
        assertEquals(Optional.empty(), IDS.outside(new Owner(1010, 0)));
        assertEquals(Optional.empty(), IDS.outside(new Owner(0, 65_536)));
    }

    @Test
    void theKernelsTablesAreReadAndWritten() {
        String kernels = "         0     100000       1000\n      1000     300000         10\n";
        assertEquals(IDS.users(), IdMapping.parse(kernels));
        assertEquals("0 100000 1000\n1000 300000 10\n", IdMapping.text(IDS.users()));
    }

    @Test
    void thisProcessesOwnRootGetsTheHighestNumber() {
        assertEquals(new Range(4_294_967_294L, 0, 1), IDS.withOwnRoot().users().getLast());
        assertEquals(IDS.users(), IDS.withOwnRoot().users().subList(0, 2));
    }

    @ParameterizedTest
    @CsvSource({"-1,0,1", "0,-1,1", "0,0,0", "4294967295,0,1", "0,4294967294,2"})
    void whatIsNoRangeIsRefused(long inside, long outside, long count) {
        assertThrows(IllegalArgumentException.class, () -> new Range(inside, outside, count));
    }
}
