package io.djong.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.model.error.InvalidArgument;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostsFileTest {
    private static final Path FILE = Path.of("/etc/certs.d/quay.io/hosts.toml");

    @Test
    void mirrorsComeInTheirOrderWithTheirWays() {
        HostsFile hosts = HostsFile.parse("""
                # where quay.io's content is
                server = "https://quay.io"

                [host."https://one.example:5000"]
                  capabilities = ["pull", "resolve"]
                  ca = "one.crt"
                  client = [["client.cert", "client.key"], "both.pem"]
                  [host."https://one.example:5000".header]
                    X-Who = ["me"]

                [host.'http://two.example/prefix/v2']
                  override_path = true
                  skip_verify = true

                [host."https://three.example"]
                  capabilities = ["push"]
                """, FILE);
        assertEquals("https://quay.io/v2", hosts.server().orElseThrow().api().toString());
        assertEquals(
                List.of("https://one.example:5000/v2", "http://two.example/prefix/v2"),
                hosts.mirrors().stream().map(e -> e.api().toString()).toList());
        Endpoint one = hosts.mirrors().getFirst();
        assertTrue(one.isMirror());
        assertEquals(Map.of("X-Who", "me"), one.headers());
        assertEquals(List.of(FILE.resolveSibling("one.crt")), one.tls().authorities());
        assertEquals(
                List.of(
                        new Tls.Identity(FILE.resolveSibling("client.cert"), FILE.resolveSibling("client.key")),
                        new Tls.Identity(FILE.resolveSibling("both.pem"), FILE.resolveSibling("both.pem"))),
                one.tls().identities());
        assertTrue(hosts.mirrors().getLast().tls().unverified());
        Endpoint pushed = hosts.pushed().orElseThrow();
        assertEquals("https://three.example/v2", pushed.api().toString());
        assertFalse(pushed.isMirror());
    }

    @Test
    void nothingIsNothing() {
        assertEquals(new HostsFile(Optional.empty(), List.of(), Optional.empty()), HostsFile.parse("", FILE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server = ",
                "server = \"x",
                "[host",
                "= 1",
                "a = 1\na = 2",
                "a = [1 2]",
                "a = \"\\q\"",
                "server = \"ftp://x\"",
                "a = 1 b = 2",
                "[a]\nb = 1\n[a.b]"
            })
    void whatIsMalformedIsRefused(String text) {
        assertThrows(InvalidArgument.class, () -> HostsFile.parse(text, FILE));
    }

    @Test
    void theLineIsNamed() {
        InvalidArgument error = assertThrows(InvalidArgument.class, () -> Toml.parse("a = 1\n\nb = ?"));
        assertEquals("line 3: a name is missing", error.message());
    }

    @Test
    void deepNestingIsRefused() {
        assertThrows(InvalidArgument.class, () -> Toml.parse("a = " + "[".repeat(10_000)));
    }
}
