package io.djong.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.model.error.InvalidArgument;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxySettingsTest {
    @Test
    void eachSchemeHasItsProxy() {
        ProxySettings proxies = new ProxySettings("http://one:3128", "http://two:8080", "");
        assertEquals(Optional.of(URI.create("http://one:3128")), proxies.proxyFor(URI.create("http://r.example/v2/")));
        assertEquals(Optional.of(URI.create("http://two:8080")), proxies.proxyFor(URI.create("https://r.example/v2/")));
        assertEquals(Optional.empty(), ProxySettings.NONE.proxyFor(URI.create("https://r.example/v2/")));
    }

    @ParameterizedTest
    @CsvSource({
        "*, r.example, true",
        "r.example, r.example, true",
        "r.example, sub.r.example, true",
        "r.example, other.example, false",
        "r.example, notr.example, false",
        ".example, r.example, true",
        ".r.example, r.example, false",
        "*.example, r.example, true",
        "r.example:443, r.example, true",
        "r.example:5000, r.example, false",
        "r.example:5000, r.example:5000, true",
        "R.EXAMPLE, r.example, true",
        "10.0.0.0/8, 10.1.2.3, true",
        "10.0.0.0/8, 11.1.2.3, false",
        "10.1.2.3, 10.1.2.3:5000, true",
        "10.1.2.3:80, 10.1.2.3:5000, false",
        "fd00::/8, [fd00::1]:5000, true",
        "nonsense/99, r.example, false",
        "'', localhost:5000, true",
        "'', 127.0.0.1:5000, true",
        "'', [::1]:5000, true",
        "'other , r.example ', r.example, true"
    })
    void someAreReachedDirectly(String noProxy, String authority, boolean direct) {
        ProxySettings proxies = new ProxySettings("", "http://p:1", noProxy);
        assertEquals(
                direct,
                proxies.proxyFor(URI.create("https://" + authority + "/v2/")).isEmpty());
    }

    @Test
    void theEnvironmentFillsWhatIsNotSaid() {
        ProxySettings given = new ProxySettings("", "http://file:1", "");
        ProxySettings environment = ProxySettings.of(
                Map.of("http_proxy", "http://lower:2", "HTTPS_PROXY", "http://env:3", "NO_PROXY", "x"));
        assertEquals(new ProxySettings("http://lower:2", "http://file:1", "x"), given.orElse(environment));
    }

    @Test
    void passwordsDoNotShow() {
        assertEquals("http://xxxxx:xxxxx@p:1", ProxySettings.masked("http://ada:love@p:1"));
        assertEquals("http://p:1", ProxySettings.masked("http://p:1"));
        String text = new ProxySettings("http://ada:love@p:1", "", "").toString();
        assertFalse(text.contains("love"), text);
        assertTrue(text.contains("p:1"), text);
    }

    @Test
    void whatIsNoProxyIsRefused() {
        assertThrows(InvalidArgument.class, () -> new ProxySettings("ftp://p", "", ""));
        assertThrows(InvalidArgument.class, () -> new ProxySettings("", "http://", ""));
    }
}
