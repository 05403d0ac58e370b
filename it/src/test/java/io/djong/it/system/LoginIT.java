package io.djong.it.system;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.it.Host;
import io.djong.testkit.process.Result;
import io.djong.testkit.registry.FakeRegistry;
import io.djong.testkit.registry.Gate;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class LoginIT {
    @RegisterExtension
    static final Host HOST = Host.with("-D");

    @Test
    void credentialsAreCheckedAndLeaveNoTrace() throws IOException {
        try (FakeRegistry registry = FakeRegistry.start()) {
            registry.gate().require(Gate.Kind.BASIC);
            Result good = login(registry, Gate.PASSWORD);
            assertTrue(good.ok().out().contains("Login Succeeded"), good::toString);
            Result bad = login(registry, "babbage").exits(1);
            assertTrue(
                    bad.err().contains("login attempt to " + registry.base() + "/v2/ failed with status: 401"),
                    bad::toString);
            HOST.docker().ok("logout", registry.authority());
        }
        assertFalse(HOST.daemon().log().contains(Gate.PASSWORD));
        assertFalse(HOST.daemon().log().contains("babbage"));
    }

    @Test
    void anIdentityTokenTakesThePlaceOfThePassword() throws IOException {
        try (FakeRegistry registry = FakeRegistry.start()) {
            registry.gate().require(Gate.Kind.PRIVATE_TOKEN);
            login(registry, Gate.PASSWORD).ok();
            Result nothing = HOST.docker()
                    .run("pull", registry.authority() + "/team/app:none")
                    .exits(1);
            assertTrue(nothing.err().contains("manifest unknown"), nothing::toString);
            assertTrue(
                    registry.requests().contains("POST /token"),
                    () -> registry.requests().toString());
            HOST.docker().ok("logout", registry.authority());
        }
    }

    private static Result login(FakeRegistry registry, String password) {
        return HOST.docker().run("login", "-u", Gate.USER, "-p", password, registry.authority());
    }
}
