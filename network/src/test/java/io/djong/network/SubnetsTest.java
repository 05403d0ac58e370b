package io.djong.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.model.error.Forbidden;
import io.djong.model.error.InvalidArgument;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SubnetsTest {
    private static final IpamPool ANY = new IpamPool(null, null, null, Map.of());

    @Test
    void theFirstSubnetIsDockersAndWhatTheHostUsesIsAvoided() {
        assertEquals(
                "172.17.0.0/16", Subnets.free(SubnetPool.DEFAULTS, List.of()).toString());
        List<Subnet> used = List.of(Subnet.parse("172.17.0.0/16"), Subnet.parse("172.18.5.0/24"));
        assertEquals("172.19.0.0/16", Subnets.free(SubnetPool.DEFAULTS, used).toString());
    }

    @Test
    void afterTheLargePoolsComeTheSmallOnesAndThenNothing() {
        List<Subnet> used = new ArrayList<>(List.of(Subnet.parse("172.16.0.0/12")));
        assertEquals("192.168.0.0/20", Subnets.free(SubnetPool.DEFAULTS, used).toString());
        used.add(Subnet.parse("192.168.0.0/16"));
        assertThrows(InvalidArgument.class, () -> Subnets.free(SubnetPool.DEFAULTS, used));
    }

    @Test
    void aPoolIsCompletedByItsGateway() {
        IpamPool pool = Subnets.complete(ANY, SubnetPool.DEFAULTS, List.of());
        assertEquals(IpamPool.of(Subnet.parse("172.17.0.0/16"), Ipv4.parse("172.17.0.1")), pool);
    }

    @Test
    void whatOverlapsOrDoesNotBelongIsRefused() {
        List<Subnet> used = List.of(Subnet.parse("10.0.0.0/8"));
        IpamPool overlapping = new IpamPool(Subnet.parse("10.1.0.0/16"), null, null, Map.of());
        assertThrows(Forbidden.class, () -> Subnets.complete(overlapping, List.of(), used));
        IpamPool foreignGateway = IpamPool.of(Subnet.parse("10.1.0.0/16"), Ipv4.parse("10.2.0.1"));
        assertThrows(InvalidArgument.class, () -> Subnets.complete(foreignGateway, List.of(), List.of()));
        IpamPool foreignRange = new IpamPool(Subnet.parse("10.1.0.0/16"), Subnet.parse("10.2.0.0/24"), null, Map.of());
        assertThrows(InvalidArgument.class, () -> Subnets.complete(foreignRange, List.of(), List.of()));
    }

    @Test
    void addressesAreParsedStrictly() {
        for (String wrong :
                List.of("1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1.2.3.-4", "", "a.b.c.d", "1.2.3.4 ")) {
            assertFalse(Ipv4.isOne(wrong), wrong);
        }
        assertEquals("255.0.10.1", Ipv4.parse("255.0.10.1").toString());
        assertThrows(InvalidArgument.class, () -> Subnet.parse("10.0.0.0"));
        assertThrows(InvalidArgument.class, () -> Subnet.parse("10.0.0.0/33"));
        assertThrows(InvalidArgument.class, () -> Subnet.parse("10.0.0.0/"));
        assertEquals("10.0.0.0/8", Subnet.parse("10.1.2.3/8").toString());
    }

    @Test
    void subnetsKnowWhatTheyHold() {
        Subnet all = Subnet.parse("0.0.0.0/0");
        assertTrue(all.contains(Ipv4.parse("255.255.255.255")));
        assertEquals(1L << 32, all.size());
        Subnet one = Subnet.parse("10.0.0.128/25");
        assertEquals("10.0.0.255", one.broadcast().toString());
        assertFalse(one.contains(Ipv4.parse("10.0.0.127")));
        assertTrue(one.overlaps(Subnet.parse("10.0.0.0/8")));
        assertFalse(one.overlaps(Subnet.parse("10.0.0.0/25")));
    }
}
