package io.djong.it.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.it.Host;
import io.djong.testkit.daemon.EngineKind;
import io.djong.testkit.process.Command;
import io.djong.testkit.process.Result;
import io.djong.testkit.process.Running;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class ApiIT {
    @RegisterExtension
    static final Host HOST = Host.with();

    @Test
    void pingSaysTheVersions() {
        Result answer = curl("-i", "http://docker/_ping");
        assertTrue(answer.out().startsWith("HTTP/1.1 200 OK\r\n"), answer::out);
        assertTrue(answer.out().endsWith("\r\n\r\nOK"), answer::out);
        List<String> names =
                answer.out().lines().map(line -> line.split(":", -1)[0]).toList();
        for (String header : List.of("Api-Version", "Builder-Version", "Docker-Experimental", "Ostype", "Server")) {
            assertTrue(names.stream().anyMatch(header::equalsIgnoreCase), () -> "no " + header + " in " + names);
        }
    }

    @Test
    void versionAndInfoNameTheProgramsThatContainersRunBy() {
        Assumptions.assumeTrue(EngineKind.chosen() == EngineKind.DJONGD, "dockerd has others");
        String runc =
                Command.of("runc", "--version").run().ok().lines().getFirst().replace("runc version ", "");
        String conmon =
                Command.of("conmon", "--version").run().ok().lines().getFirst().replace("conmon version ", "");
        String template = "{{range .Server.Components}}{{.Name}} {{.Version}} {{end}}";
        String components = HOST.docker().ok("version", "--format", template).line();
        assertTrue(components.contains("runc " + runc + " conmon " + conmon), components);
        String commit =
                HOST.docker().ok("info", "--format", "{{.RuncCommit.ID}}").line();
        assertTrue(commit.startsWith(runc) || commit.matches(".*[0-9a-f]{7}.*"), commit);
    }

    @Test
    void anUnknownRouteIsNotFound() {
        assertEquals("404 {\"message\":\"page not found\"}", answer("http://docker/v1.41/nosuch"));
    }

    @Test
    void aVersionOfTheFutureIsRefused() {
        String answer = answer("http://docker/v1.99/info");
        assertTrue(
                answer.startsWith(
                        "400 {\"message\":\"client version 1.99 is too new. Maximum supported API version is"),
                answer);
    }

    @Test
    void aBodyThatIsNoJsonIsRefused() {
        String answer = answer(
                "http://docker/v1.41/containers/create", "-H", "Content-Type: application/json", "-d", "{\"Image\":");
        assertTrue(answer.startsWith("400 {\"message\":"), answer);
    }

    @Test
    void aFilterThatIsNoJsonIsRefused() {
        String answer = answer("http://docker/v1.41/containers/json?filters=nojson");
        assertTrue(answer.startsWith("400 {\"message\":"), answer);
    }

    @Test
    void filtersComeInBothForms() {
        HOST.docker().ok("create", "--label", "a=b", "busybox");
        String lists =
                answer("http://docker/v1.41/containers/json?all=1&filters=%7B%22label%22%3A%5B%22a%3Db%22%5D%7D");
        String maps = answer(
                "http://docker/v1.41/containers/json?all=1&filters=%7B%22label%22%3A%7B%22a%3Db%22%3Atrue%7D%7D");
        assertTrue(lists.startsWith("200 [{"), lists);
        assertEquals(lists, maps);
    }

    @Test
    void eventsSinceZeroAreAllOfThem() {
        HOST.docker().ok("create", "--name", "past", "busybox");
        long now = Instant.now().getEpochSecond();
        String events = answer("http://docker/v1.41/events?since=0&until=" + now);
        assertTrue(events.contains("\"Action\":\"import\""), events);
    }

    @Test
    void startingTwiceIsNotModified() {
        String id = HOST.docker().ok("run", "-d", "busybox", "sleep", "100").line();
        assertEquals("304 ", answer("http://docker/v1.41/containers/" + id + "/start", "-X", "POST"));
    }

    @Test
    void aContainerThatIsNotThereIsNotFound() {
        assertEquals(
                "404 {\"message\":\"No such container: nosuch\"}",
                answer("http://docker/v1.41/containers/nosuch/json"));
    }

    @Test
    void oldVersionsGetWhatTheyKnow() {
        HOST.docker().ok("create", "--name", "old", "busybox");
        String answer = answer("http://docker/v1.24/containers/old/json");
        assertTrue(answer.startsWith("200 {"), answer);
        String images = answer("http://docker/v1.24/images/json");
        assertTrue(images.contains("\"VirtualSize\":"), images);
    }

    @Test
    void manyClientsAreServedAtOnce() {
        List<Running> clients = new ArrayList<>();
        IntStream.range(0, 40)
                .forEach(i ->
                        clients.add(command("http://docker/v1.41/info").start().closeInput()));
        clients.forEach(
                client -> assertTrue(client.finish(Host.LIMIT).ok().out().contains("\"ServerVersion\"")));
    }

    private static String answer(String url, String... more) {
        Result result =
                command(url).and("-w", "%{stderr}%{http_code}").and(more).run().ok();
        return result.err() + " " + result.out().strip();
    }

    private static Result curl(String... arguments) {
        return Command.of(
                        "curl",
                        "-s",
                        "--unix-socket",
                        HOST.daemon().root().socket().toString())
                .and(arguments)
                .run()
                .ok();
    }

    private static Command command(String url) {
        return Command.of(
                "curl", "-s", "--unix-socket", HOST.daemon().root().socket().toString(), url);
    }
}
