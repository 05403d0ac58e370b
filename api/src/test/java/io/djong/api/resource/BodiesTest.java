package io.djong.api.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.djong.engine.container.CreateContainer;
import io.djong.model.error.InvalidArgument;
import io.djong.model.json.Json;
import io.djong.registry.Credentials;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BodiesTest {
    private static CreateContainer create(String json) {
        return CreateBody.read(json.getBytes(StandardCharsets.UTF_8), "/web", "linux/arm64");
    }

    @Test
    void aCreateBodyIsThreeDocumentsInOne() {
        CreateContainer request = create("""
                {"Image":"busybox","cmd":["sh"],"Unknown":1,
                 "HostConfig":{"NetworkMode":"none"},
                 "NetworkingConfig":{"EndpointsConfig":{"front":{"Aliases":["db"]},"back":null}}}""");
        assertEquals(Optional.of("web"), request.name());
        assertEquals("busybox", request.config().image());
        assertEquals(List.of("sh"), request.config().cmd());
        assertEquals("none", request.host().networkMode());
        assertEquals(
                List.of("db"),
                Objects.requireNonNull(request.endpoints().get("front")).aliases());
        assertEquals("arm64", request.platform().orElseThrow().architecture());
        assertEquals(2, request.endpoints().size());
    }

    @Test
    void anEmptyConfigurationIsRefused() {
        for (String json : List.of("", "{}", "null", "{\"Unknown\":1}")) {
            InvalidArgument refused = assertThrows(InvalidArgument.class, () -> create(json), json);
            assertEquals("config cannot be empty in order to create a container", refused.message());
        }
        assertThrows(InvalidArgument.class, () -> create("[]"));
        assertThrows(InvalidArgument.class, () -> create("{\"Image\":{}}"));
    }

    @Test
    void anExecNeedsACommand() {
        ExecRoutes.CreateExec empty = Json.read("{\"Cmd\":[]}", ExecRoutes.CreateExec.class);
        assertEquals(
                "No exec command specified",
                assertThrows(InvalidArgument.class, empty::request).message());
    }

    @Test
    void registryCredentialsComeInFourForms() {
        assertEquals(new Credentials.Basic("u", "p"), auth("{\"username\":\"u\",\"password\":\"p\"}"));
        assertEquals(new Credentials.Basic("u", "p:q"), auth("{\"auth\":\"" + base64("u:p:q") + "\"}"));
        assertEquals(new Credentials.IdentityToken("t"), auth("{\"identitytoken\":\"t\",\"username\":\"u\"}"));
        assertEquals(new Credentials.RegistryToken("t"), auth("{\"registrytoken\":\"t\"}"));
    }

    @Test
    void unreadableCredentialsAreNobodys() {
        assertEquals(Credentials.ANONYMOUS, RegistryAuth.parse(""));
        assertEquals(Credentials.ANONYMOUS, RegistryAuth.parse("***"));
        assertEquals(Credentials.ANONYMOUS, auth("{}"));
        assertEquals(Credentials.ANONYMOUS, auth("null"));
        assertEquals(Credentials.ANONYMOUS, auth("{\"auth\":\"***\"}"));
        assertFalse(Json.read("{\"password\":\"secret\"}", RegistryAuth.class)
                .toString()
                .contains("secret"));
    }

    private static Credentials auth(String json) {
        return RegistryAuth.parse(base64(json));
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
