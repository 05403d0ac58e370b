package io.djong.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.djong.model.error.Conflict;
import io.djong.model.error.InvalidArgument;
import io.djong.model.error.Unavailable;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AddressPoolTest {
    private static final Subnet SMALL = Subnet.parse("10.0.0.0/29");

    private static AddressPool small() {
        return AddressPool.of(IpamPool.of(SMALL, Ipv4.parse("10.0.0.1")));
    }

    @Test
    void addressesComeInOrderAndAfterTheGateway() {
        AddressPool pool = small();
        assertEquals("10.0.0.2", pool.allocate().toString());
        assertEquals("10.0.0.3", pool.allocate().toString());
    }

    @Test
    void aFreedAddressRestsUntilTheOthersWereUsed() {
        AddressPool pool = small();
        Ipv4 first = pool.allocate();
        pool.release(first);
        assertEquals("10.0.0.3", pool.allocate().toString());
        pool.allocate();
        pool.allocate();
        assertEquals("10.0.0.6", pool.allocate().toString());
        assertEquals(first, pool.allocate());
    }

    @Test
    void networkBroadcastAndGatewayAreNeverGivenOut() {
        AddressPool pool = small();
        IntStream.range(0, 5).forEach(_ -> pool.allocate());
        assertThrows(Unavailable.class, pool::allocate);
    }

    @Test
    void aRangeBoundsWhatIsGivenOut() {
        Subnet range = Subnet.parse("10.0.0.4/31");
        AddressPool pool =
                AddressPool.of(new IpamPool(SMALL, range, Ipv4.parse("10.0.0.1"), Map.of("x", Ipv4.parse("10.0.0.4"))));
        assertEquals("10.0.0.5", pool.allocate().toString());
        assertThrows(Unavailable.class, pool::allocate);
    }

    @Test
    void takingWhatIsTakenOrForeignIsRefused() {
        AddressPool pool = small();
        pool.take(Ipv4.parse("10.0.0.5"));
        assertThrows(Conflict.class, () -> pool.take(Ipv4.parse("10.0.0.5")));
        assertThrows(Conflict.class, () -> pool.take(Ipv4.parse("10.0.0.1")));
        assertThrows(InvalidArgument.class, () -> pool.take(Ipv4.parse("10.0.1.5")));
    }

    @Test
    void aRestartedPoolGivesOutWhatTheRecordsDoNotHave() {
        AddressPool pool = small();
        pool.take(Ipv4.parse("10.0.0.2"));
        assertEquals("10.0.0.3", pool.allocate().toString());
    }

    @Test
    void anEnormousSubnetIsUsable() {
        AddressPool pool = AddressPool.of(IpamPool.of(Subnet.parse("10.0.0.0/8"), Ipv4.parse("10.0.0.1")));
        assertEquals("10.0.0.2", pool.allocate().toString());
    }

    @Test
    void manyThreadsNeverGetTheSameAddress() throws InterruptedException {
        AddressPool pool = AddressPool.of(IpamPool.of(Subnet.parse("10.0.0.0/20"), Ipv4.parse("10.0.0.1")));
        Set<Ipv4> seen = ConcurrentHashMap.newKeySet();
        Thread[] threads = new Thread[8];
        for (int i = 0; i < threads.length; i++) {
            threads[i] =
                    Thread.ofVirtual().start(() -> IntStream.range(0, 400).forEach(_ -> seen.add(pool.allocate())));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(3200, seen.size());
    }
}
