package io.djong.distribution.access;

import static io.djong.distribution.Caller.bytes;
import static io.djong.distribution.Caller.expect;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.djong.distribution.Caller;
import io.djong.distribution.Caller.Reply;
import io.djong.distribution.RegistryServer;
import io.djong.distribution.ServerSettings;
import io.djong.distribution.metrics.AccessLog;
import io.djong.http.ListenAddress;
import io.djong.model.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AccessTest {
    private static final String UPLOADS = "/v2/some/image/blobs/uploads/";

    @TempDir
    Path directory;

    private static String hash(String password) {
        return BCrypt.with(BCrypt.Version.VERSION_2Y).hashToString(4, password.toCharArray());
    }

    private Path users() throws IOException {
        return Files.writeString(directory.resolve("users"), "# people\n\nann:" + hash("secret") + "\n");
    }

    @FunctionalInterface
    private interface Trial {
        void of(Caller client) throws Exception;
    }

    private void serve(Guard guard, Trial trial) throws Exception {
        var any = new ListenAddress.Tcp(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        ServerSettings settings = ServerSettings.of(directory.resolve("root"), List.of(any));
        try (RegistryServer server = RegistryServer.open(settings, guard, AccessLog.NONE, InstantSource.system())) {
            server.start();
            try (Caller client = new Caller(server.bound().getFirst())) {
                trial.of(client);
            }
        }
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString(bytes(user + ":" + password));
    }

    @Test
    void aPasswordIsAskedForAndChecked() throws Exception {
        serve(Guards.passwords(users(), "here"), client -> {
            Reply asked = client.get("/v2/");
            expect(401, asked);
            assertEquals("UNAUTHORIZED", asked.code());
            assertEquals("Basic realm=\"here\"", asked.header("WWW-Authenticate"));
            expect(200, client.get("/v2/", "Authorization", basic("ann", "secret")));
            expect(200, client.get("/v2/", "Authorization", basic("ann", "secret")));
            for (String wrong : List.of(
                    basic("ann", "wrong"),
                    basic("ann", ""),
                    basic("bob", "secret"),
                    basic("", "secret"),
                    basic("ann", "s".repeat(5_000)),
                    basic("ann", "s".repeat(100)),
                    "Basic !!!",
                    "Basic",
                    "Bearer abc")) {
                expect(401, client.get("/v2/", "Authorization", wrong));
            }
        });
    }

    @Test
    void aChangedFileCounts() throws Exception {
        Path users = users();
        serve(Guards.passwords(users, "here"), client -> {
            expect(200, client.get("/v2/", "Authorization", basic("ann", "secret")));
            Files.writeString(users, "ann:" + hash("other") + "\n");
            Files.setLastModifiedTime(users, FileTime.fromMillis(1));
            expect(401, client.get("/v2/", "Authorization", basic("ann", "secret")));
            expect(200, client.get("/v2/", "Authorization", basic("ann", "other")));
        });
    }

    @Test
    void aFileWithOtherHashesIsRefused() throws IOException {
        Path users = Files.writeString(directory.resolve("old"), "ann:$apr1$abc$def\n");
        IOException e = assertThrows(IOException.class, () -> Guards.passwords(users, "here"));
        assertTrue(String.valueOf(e.getMessage()).contains("line 1"), e.getMessage());
    }

    private Guard tokens(boolean anonymous) throws IOException {
        return Guards.ownTokens(
                new Guards.Own(users(), anonymous, "here", false),
                directory.resolve("token.key"),
                InstantSource.system());
    }

    private static String token(Caller client, String scope, String... headers) {
        Reply reply = client.get("/token?service=here&scope=" + scope, headers);
        expect(200, reply);
        return "Bearer " + reply.json().path("token").asString();
    }

    @Test
    void aTokenIsGoodForWhatItWasGivenFor() throws Exception {
        serve(tokens(false), client -> {
            Reply asked = client.post(UPLOADS);
            expect(401, asked);
            assertEquals(
                    "Bearer realm=\"" + client.base()
                            + "/token\",service=\"here\",scope=\"repository:some/image:pull,push\"",
                    asked.header("WWW-Authenticate"));
            expect(401, client.get("/token?scope=repository:some/image:pull"));
            expect(401, client.get("/token", "Authorization", basic("ann", "wrong")));
            String push = token(client, "repository:some/image:pull,push", "Authorization", basic("ann", "secret"));
            expect(202, client.call("POST", UPLOADS, new byte[0], "Authorization", push));
            expect(200, client.get("/v2/", "Authorization", push));
            Reply other = client.get("/v2/other/tags/list", "Authorization", push);
            expect(401, other);
            assertEquals("DENIED", other.code());
            assertTrue(other.header("WWW-Authenticate").endsWith("error=\"insufficient_scope\""));
            expect(401, client.call("DELETE", "/v2/some/image/manifests/v", new byte[0], "Authorization", push));
            expect(401, client.get("/v2/_catalog", "Authorization", push));
            String list = token(client, "registry:catalog:*", "Authorization", basic("ann", "secret"));
            expect(200, client.get("/v2/_catalog", "Authorization", list));
            expect(200, client.get("/v2/_catalog", "Authorization", basic("ann", "secret")));
        });
    }

    @Test
    void aTokenThatWasTamperedWithIsNone() throws Exception {
        serve(tokens(false), client -> {
            String token = token(client, "repository:some/image:pull", "Authorization", basic("ann", "secret"));
            String[] parts = token.substring("Bearer ".length()).split("\\.", -1);
            String claims =
                    new String(Base64.getUrlDecoder().decode(parts[1]), java.nio.charset.StandardCharsets.UTF_8);
            String more = encoded(claims.replace("\"pull\"", "\"pull\",\"push\""));
            String none = encoded("{\"alg\":\"none\",\"typ\":\"JWT\"}");
            for (String forged : List.of(
                    parts[0] + "." + more + "." + parts[2],
                    none + "." + more + ".",
                    parts[0] + "." + parts[1] + ".",
                    parts[0] + "." + parts[1],
                    "...",
                    "x".repeat(60_000))) {
                Reply reply = client.call("POST", UPLOADS, new byte[0], "Authorization", "Bearer " + forged);
                expect(401, reply);
                assertTrue(reply.header("WWW-Authenticate").contains("invalid_token"), forged);
            }
        });
    }

    @Test
    void everybodyMayPullWhereThatIsWanted() throws Exception {
        serve(tokens(true), client -> {
            String user = basic("ann", "secret");
            String push = token(client, "repository:some/image:pull,push", "Authorization", user);
            expect(202, client.call("POST", UPLOADS, new byte[0], "Authorization", push));
            String nobody = token(client, "repository:some/image:pull,push");
            expect(404, client.get("/v2/some/image/manifests/v", "Authorization", nobody));
            expect(401, client.call("POST", UPLOADS, new byte[0], "Authorization", nobody));
            expect(401, client.get("/token", "Authorization", basic("ann", "wrong")));
        });
    }

    @Test
    void aTokenComesByAFormToo() throws Exception {
        serve(tokens(false), client -> {
            String form = "grant_type=password&username=ann&password=secret&service=here"
                    + "&scope=repository:some/image:pull";
            String[] type = {"Content-Type", "application/x-www-form-urlencoded"};
            Reply reply = client.call("POST", "/token", bytes(form), type);
            expect(200, reply);
            String token = "Bearer " + reply.json().path("access_token").asString();
            expect(404, client.get("/v2/some/image/manifests/v", "Authorization", token));
            expect(401, client.call("POST", "/token", bytes(form.replace("secret", "guess")), type));
            expect(400, client.call("POST", "/token", bytes("grant_type=refresh_token"), type));
            expect(400, client.call("POST", "/token", bytes("grant_type=%zz"), type));
        });
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(text));
    }

    private static String signed(KeyPair pair, String algorithm, Map<String, Object> claims)
            throws GeneralSecurityException {
        String java = switch (algorithm) {
            case "RS256" -> "SHA256withRSA";
            case "ES256" -> "SHA256withECDSAinP1363Format";
            default -> "EdDSA";
        };
        String head = encoded("{\"typ\":\"JWT\",\"alg\":\"" + algorithm + "\",\"kid\":\"k1\"}");
        String text = head + "." + encoded(Json.text(claims));
        Signature signature = Signature.getInstance(java);
        signature.initSign(pair.getPrivate());
        signature.update(bytes(text));
        return text + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
    }

    private static Map<String, Object> claims() {
        long now = System.currentTimeMillis() / 1000;
        return new HashMap<>(Map.of(
                "iss",
                "office",
                "aud",
                List.of("here", "there"),
                "sub",
                "eve",
                "exp",
                now + 300,
                "nbf",
                now,
                "access",
                List.of(Map.of("type", "repository", "name", "some/image", "actions", List.of("pull", "push")))));
    }

    private static String pem(KeyPair pair) {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    private Guard external(String keys) throws IOException {
        Path file = Files.writeString(directory.resolve("keys"), keys);
        return Guards.externalTokens(
                new Guards.External("https://office.example/token", "here", "office", file.toString()),
                InstantSource.system());
    }

    @Test
    void tokensOfAnotherOfficeAreChecked() throws Exception {
        for (String algorithm : List.of("RS256", "ES256", "EdDSA")) {
            String kind =
                    Map.of("RS256", "RSA", "ES256", "EC", "EdDSA", "Ed25519").get(algorithm);
            KeyPair pair = KeyPairGenerator.getInstance(kind).generateKeyPair();
            serve(external(pem(pair)), client -> {
                assertTrue(client.get("/v2/")
                        .header("WWW-Authenticate")
                        .startsWith("Bearer realm=\"https://office.example/token\""));
                String good = signed(pair, algorithm, claims());
                expect(202, client.call("POST", UPLOADS, new byte[0], "Authorization", "Bearer " + good));
                for (Map.Entry<String, Object> wrong : Map.<String, Object>of(
                                "iss", "other", "aud", "elsewhere", "exp", 1, "nbf", 99_999_999_999L)
                        .entrySet()) {
                    Map<String, Object> claims = claims();
                    claims.put(wrong.getKey(), wrong.getValue());
                    String bad = signed(pair, algorithm, claims);
                    expect(401, client.get("/v2/", "Authorization", "Bearer " + bad));
                }
            });
        }
    }

    @Test
    void aTokenSignedWithThePublicKeyAsASecretIsNone() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        serve(external(pem(pair)), client -> {
            String text = encoded("{\"typ\":\"JWT\",\"alg\":\"HS256\"}") + "." + encoded(Json.text(claims()));
            var mac = javax.crypto.Mac.getInstance("HmacSHA256");
            mac.init(new javax.crypto.spec.SecretKeySpec(bytes(pem(pair)), "HmacSHA256"));
            String forged =
                    text + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(bytes(text)));
            expect(401, client.get("/v2/", "Authorization", "Bearer " + forged));
        });
    }

    @Test
    void aKeySetIsRead() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        RSAPublicKey key = (RSAPublicKey) pair.getPublic();
        var base64 = Base64.getUrlEncoder().withoutPadding();
        String set = Json.text(Map.of(
                "keys",
                List.of(
                        Map.of("kty", "oct", "kid", "k0", "k", "c2VjcmV0"),
                        Map.of(
                                "kty", "RSA",
                                "kid", "k1",
                                "use", "sig",
                                "n", base64.encodeToString(key.getModulus().toByteArray()),
                                "e",
                                        base64.encodeToString(
                                                key.getPublicExponent().toByteArray())))));
        serve(
                external(set),
                client ->
                        expect(200, client.get("/v2/", "Authorization", "Bearer " + signed(pair, "RS256", claims()))));
        assertThrows(IOException.class, () -> external("{\"keys\":[]}"));
    }

    @Test
    void aMountNeedsTheRightToPullFromTheOther() throws Exception {
        serve(tokens(false), client -> {
            String user = basic("ann", "secret");
            var blob = io.djong.model.Digest.sha256(bytes("private"));
            expect(
                    201,
                    client.call(
                            "POST",
                            "/v2/private/blobs/uploads/?digest=" + blob,
                            bytes("private"),
                            "Authorization",
                            user));
            String mine = token(client, "repository:mine:pull,push", "Authorization", user);
            String mount = "/v2/mine/blobs/uploads/?mount=" + blob + "&from=private";
            expect(202, client.call("POST", mount, new byte[0], "Authorization", mine));
            String both =
                    token(client, "repository:mine:pull,push&scope=repository:private:pull", "Authorization", user);
            expect(201, client.call("POST", mount, new byte[0], "Authorization", both));
        });
    }
}
