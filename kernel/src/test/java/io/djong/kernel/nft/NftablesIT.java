package io.djong.kernel.nft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.kernel.Errno;
import io.djong.kernel.KernelException;
import io.djong.kernel.namespace.NetworkNamespace;
import io.djong.testkit.Privilege;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NftablesIT {
    private static final String TABLE = """
            table ip t {
              map m { type inet_proto . inet_service : ipv4_addr . inet_service; }
            }
            """;

    @BeforeEach
    void root() {
        Privilege.root();
    }

    @Test
    void aTextIsOneTransaction() {
        NetworkNamespace.runInNew(() -> {
            assertThrows(NftException.class, () -> Nftables.run("add table ip t\nadd chain ip absent c\n"));
            assertFalse(Nftables.listTerse("list ruleset").contains("table ip t"));
        });
    }

    @Test
    void errorsAreInTheLibrarysWords() {
        NetworkNamespace.runInNew(() -> {
            NftException e = assertThrows(NftException.class, () -> Nftables.run("list table ip absent"));
            assertTrue(String.valueOf(e.getMessage()).contains("No such file or directory"), e.getMessage());
        });
    }

    @Test
    void elementsAddedRawAreThoseThatTheTextMeans() {
        NetworkNamespace.runInNew(() -> {
            Nftables.run(TABLE);
            ElementKey key = new ElementKey().protocol(17).port(53);
            ElementKey value =
                    new ElementKey().ipv4(new byte[] {(byte) 172, 17, 0, 3}).port(5353);
            try (Elements elements = Elements.open("t")) {
                elements.add("m", key, value).commit();
                assertEquals(List.of(Elements.Element.of(key, value)), elements.list("m"));
                assertTrue(Nftables.listJson("list map ip t m").contains("172.17.0.3"));
                Nftables.run("delete element ip t m { udp . 53 }");
                assertEquals(List.of(), elements.list("m"));
            }
        });
    }

    @Test
    void aBatchOfElementsIsAllOrNothing() {
        NetworkNamespace.runInNew(() -> {
            Nftables.run(TABLE);
            ElementKey present = new ElementKey().protocol(6).port(80);
            ElementKey other = new ElementKey().protocol(6).port(81);
            ElementKey value = new ElementKey().ipv4(new byte[] {10, 0, 0, 1}).port(80);
            try (Elements elements = Elements.open("t")) {
                elements.add("m", present, value).commit();
                elements.add("m", other, value).add("m", present, value);
                KernelException e = assertThrows(KernelException.class, elements::commit);
                assertTrue(e.is(Errno.EEXIST), e.getMessage());
                assertEquals(List.of(Elements.Element.of(present, value)), elements.list("m"));
                elements.remove("m", present).commit();
                assertEquals(List.of(), elements.list("m"));
            }
        });
    }

    @Test
    void namespacesHaveRulesOfTheirOwn() {
        NetworkNamespace.runInNew(() -> {
            Nftables.run(TABLE);
            NetworkNamespace.runInNew(
                    () -> assertFalse(Nftables.listTerse("list ruleset").contains("table ip t")));
            assertTrue(Nftables.listTerse("list ruleset").contains("table ip t"));
        });
    }
}
