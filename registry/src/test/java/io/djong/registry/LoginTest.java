package io.djong.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.model.error.EngineException;
import io.djong.model.error.Internal;
import io.djong.model.error.Unauthorized;
import io.djong.testkit.registry.FakeRegistry;
import io.djong.testkit.registry.Gate;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LoginTest {
    private static final Credentials GOOD = new Credentials.Basic(Gate.USER, Gate.PASSWORD);
    private static final Credentials BAD = new Credentials.Basic(Gate.USER, "babbage");

    private FakeRegistry registry;
    private RegistryClient client;

    @BeforeEach
    void open() throws IOException {
        registry = FakeRegistry.start();
        client = new RegistryClient(RegistrySettings.defaults(), InstantSource.system());
    }

    @AfterEach
    void close() {
        client.close();
        registry.close();
    }

    private Optional<String> login(Credentials credentials) {
        return client.login(registry.authority(), credentials);
    }

    private EngineException refused(Credentials credentials) {
        return assertThrows(EngineException.class, () -> login(credentials));
    }

    @Test
    void anOpenRegistryTakesAnybody() {
        assertEquals(Optional.empty(), login(BAD));
    }

    @Test
    void aPasswordIsTakenOrNot() {
        registry.gate().require(Gate.Kind.BASIC);
        assertEquals(Optional.empty(), login(GOOD));
        EngineException refusal = refused(BAD);
        assertEquals(Unauthorized.class, refusal.getClass());
        assertEquals(
                "login attempt to " + registry.base() + "/v2/ failed with status: 401 Unauthorized", refusal.message());
        assertEquals(Unauthorized.class, refused(Credentials.ANONYMOUS).getClass());
    }

    @Test
    void aTokenServerMayGiveAnIdentityInsteadOfThePassword() {
        registry.gate().require(Gate.Kind.PRIVATE_TOKEN);
        assertEquals(Optional.of("identity"), login(GOOD));
        EngineException refusal = refused(BAD);
        assertEquals(Unauthorized.class, refusal.getClass());
        assertTrue(refusal.message().contains("incorrect username or password"), refusal::message);
        assertFalse(refusal.message().contains("babbage"), refusal::message);
    }

    @Test
    void anIdentityIsAsGoodAsThePassword() {
        registry.gate().require(Gate.Kind.PRIVATE_TOKEN);
        assertEquals(Optional.of("identity"), login(new Credentials.IdentityToken("identity")));
        registry.gate().rotateIdentity();
        assertEquals(Optional.of("identity-2"), login(new Credentials.IdentityToken("identity")));
        assertTrue(
                registry.requests().contains("POST /token"),
                () -> registry.requests().toString());
        EngineException refusal = refused(new Credentials.IdentityToken("identity"));
        assertEquals(Unauthorized.class, refusal.getClass());
        assertEquals("unauthorized: incorrect username or password", refusal.message());
    }

    @Test
    void whoIsNotThereRefusesNobody() {
        int port = registry.port();
        registry.close();
        EngineException failure = assertThrows(Internal.class, () -> client.login("127.0.0.1:" + port, GOOD));
        assertTrue(failure.message().contains("connection refused"), failure::message);
    }

    @Test
    void mirrorsAreNotAsked() {
        assertEquals(
                List.of("https://registry-1.docker.io"),
                new RegistryClient(
                                RegistrySettings.defaults().withMirrors(List.of(java.net.URI.create(registry.base()))),
                                InstantSource.system())
                        .origins("docker.io").stream()
                                .map(endpoint -> endpoint.name())
                                .toList());
    }
}
