package io.djong.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.kernel.Errno;
import io.djong.kernel.Fd;
import io.djong.kernel.KernelException;
import io.djong.model.error.Internal;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PortTableTest {
    private static final int NOT_OPEN = 1_000_000; // closing it harms nobody

    private final Set<Integer> foreign = new HashSet<>();
    private final PortTable table = new PortTable(
            (_, address, port) -> {
                if (foreign.contains(port)) {
                    throw new KernelException(Errno.EADDRINUSE, "bind", address + ":" + port);
                }
                return Fd.own(NOT_OPEN);
            },
            40000,
            40003);

    private PortTable.Claim claim(String address, int first, int last) {
        return table.claim(new PortRequest(Protocol.TCP, 80, Ipv4.parse(address), first, last));
    }

    @Test
    void aPortIsGivenOnceAndAgainAfterItsRelease() {
        PortTable.Claim claim = claim("0.0.0.0", 8080, 8080);
        Internal e = assertThrows(Internal.class, () -> claim("0.0.0.0", 8080, 8080));
        assertEquals("Bind for 0.0.0.0:8080 failed: port is already allocated", e.message());
        table.release(claim);
        claim("0.0.0.0", 8080, 8080);
    }

    @Test
    void allAddressesClashWithEachOne() {
        claim("127.0.0.1", 8080, 8080);
        claim("127.0.0.2", 8080, 8080);
        assertThrows(Internal.class, () -> claim("0.0.0.0", 8080, 8080));
        claim("0.0.0.0", 8081, 8081);
        assertThrows(Internal.class, () -> claim("127.0.0.1", 8081, 8081));
    }

    @Test
    void protocolsHavePortsOfTheirOwn() {
        claim("0.0.0.0", 8080, 8080);
        table.claim(PortRequest.of(Protocol.UDP, 80, Ipv4.ANY, 8080));
    }

    @Test
    void whatAnotherProgramHoldsIsToldByItsCause() {
        foreign.add(8080);
        Internal e = assertThrows(Internal.class, () -> claim("0.0.0.0", 8080, 8080));
        assertEquals("failed to bind host port 0.0.0.0:8080/tcp: address already in use", e.message());
    }

    @Test
    void ofARangeTheFirstFreePortIsTaken() {
        foreign.add(8080);
        claim("0.0.0.0", 8081, 8081);
        assertEquals(8082, claim("0.0.0.0", 8080, 8082).port().hostPort());
        assertThrows(Internal.class, () -> claim("0.0.0.0", 8080, 8082));
    }

    @Test
    void portsOfTheEnginesChoiceComeFromTheRangeUntilItIsUsedUp() {
        foreign.add(40001);
        assertEquals(40000, claim("0.0.0.0", 0, 0).port().hostPort());
        PortTable.Claim second = claim("0.0.0.0", 0, 0);
        assertEquals(40002, second.port().hostPort());
        assertEquals(40003, claim("0.0.0.0", 0, 0).port().hostPort());
        assertThrows(Internal.class, () -> claim("0.0.0.0", 0, 0));
        table.release(second);
        assertEquals(40002, claim("0.0.0.0", 0, 0).port().hostPort());
    }

    @Test
    void aPortThatWasOursIsWaitedForWhileItsMonitorEnds() {
        AtomicInteger attempts = new AtomicInteger();
        PortTable slow = new PortTable(
                (_, address, port) -> {
                    if (attempts.getAndIncrement() == 1) {
                        throw new KernelException(Errno.EADDRINUSE, "bind", address + ":" + port);
                    }
                    return Fd.own(NOT_OPEN);
                },
                40000,
                40003);
        PortRequest request = PortRequest.of(Protocol.TCP, 80, Ipv4.ANY, 8080);
        slow.release(slow.claim(request));
        slow.claim(request);
        assertEquals(3, attempts.get());
    }

    @Test
    void anAdoptedPortIsTakenAlsoWhenItsHolderOutlivedUs() {
        foreign.add(8080);
        PortTable.Claim adopted = table.adopt(new PublishedPort(Protocol.TCP, 80, Ipv4.ANY, 8080));
        assertTrue(adopted.holder().isEmpty());
        foreign.clear();
        assertThrows(Internal.class, () -> claim("0.0.0.0", 8080, 8080));
    }
}
