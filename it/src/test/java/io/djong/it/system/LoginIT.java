package io.djong.it.system;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.it.Host;
import io.djong.testkit.process.Result;
import io.djong.testkit.registry.FakeRegistry;
import io.djong.testkit.registry.Gate;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Random;
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
        return login(registry, Gate.USER, password);
    }

    private static Result login(FakeRegistry registry, String user, String password) {
        return HOST.docker().run("login", "-u", user, "-p", password, registry.authority());
    }

    /** As the registries of clouds give them out: some 2 KB, in base64, with colons and all. */
    @Test
    void longPasswordsAreTakenWhole() throws IOException {
        byte[] noise = new byte[1600];
        new Random(3).nextBytes(noise);
        String password = "part:" + Base64.getEncoder().encodeToString(noise) + "==";
        try (FakeRegistry registry = FakeRegistry.start()) {
            String name = registry.authority() + "/app:v1";
            registry.gate().know("AWS", password);
            HOST.docker().ok("tag", "busybox", name);
            for (Gate.Kind kind : List.of(Gate.Kind.BASIC, Gate.Kind.PRIVATE_TOKEN)) {
                registry.gate().require(kind);
                HOST.docker().run("push", name).exits(1);
                login(registry, "AWS", password).ok();
                HOST.docker().ok("push", name);
                HOST.docker().ok("pull", name);
                HOST.docker().ok("logout", registry.authority());
            }
            HOST.docker().ok("rmi", name);
        }
        assertFalse(HOST.daemon().log().contains(password));
    }
}
