package io.djong.it.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.it.Host;
import io.djong.testkit.process.Command;
import io.djong.testkit.process.Result;
import io.djong.testkit.process.Running;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The stream of events is part of the API: tools act on these words. */
final class EventsIT {
    @RegisterExtension
    static final Host HOST = Host.with();

    private static final String WORDS = "{{.Type}} {{.Action}}";

    @Test
    void aLifeIsToldInDockersWords() {
        String begin = now();
        HOST.docker().ok("create", "--name", "told", "-v", "/anonymous", "busybox", "sleep", "1000");
        HOST.docker().ok("start", "told");
        HOST.docker().ok("exec", "told", "true");
        HOST.docker().ok("top", "told");
        HOST.docker().ok("pause", "told");
        HOST.docker().ok("unpause", "told");
        HOST.docker().ok("rename", "told", "renamed");
        HOST.docker().ok("restart", "-t", "0", "renamed");
        HOST.docker().ok("stop", "-t", "0", "renamed");
        HOST.docker().ok("rm", "-v", "renamed");
        assertEquals(
                List.of(
                        "volume create",
                        "container create",
                        "network connect",
                        "volume mount",
                        "container start",
                        "container exec_create: true ",
                        "container exec_start: true ",
                        "container exec_die",
                        "container top",
                        "container pause",
                        "container unpause",
                        "container rename",
                        "container kill",
                        "container kill",
                        "container die",
                        "network disconnect",
                        "volume unmount",
                        "container stop",
                        "network connect",
                        "volume mount",
                        "container start",
                        "container restart",
                        "container kill",
                        "container kill",
                        "container die",
                        "network disconnect",
                        "volume unmount",
                        "container stop",
                        "volume destroy",
                        "container destroy"),
                since(begin));
    }

    @Test
    void attributesTellTheCircumstances() {
        String begin = now();
        HOST.docker().run("run", "-t", "--name", "ends", "--label", "colour=blue", "busybox", "sh", "-c", "exit 3");
        HOST.docker().ok("run", "-d", "--name", "killed", "-v", "/data", "busybox", "sleep", "1000");
        HOST.docker().ok("kill", "-s", "USR1", "killed");
        HOST.docker().ok("rm", "-f", "-v", "killed");
        assertEquals(
                List.of("3 0 blue busybox ends"),
                since(
                        begin,
                        "{{with .Actor.Attributes}}{{.exitCode}} {{.execDuration}} {{.colour}} {{.image}}"
                                + " {{.name}}{{end}}",
                        "event=die",
                        "label=colour"));
        assertEquals(
                List.of("10", "9"), since(begin, "{{.Actor.Attributes.signal}}", "event=kill", "container=killed"));
        assertEquals(
                List.of("/data local true"),
                since(
                        begin,
                        "{{with .Actor.Attributes}}{{.destination}} {{.driver}} {{index . \"read/write\"}}{{end}}",
                        "event=mount"));
    }

    @Test
    void imagesAndNetworksAreTold() {
        String begin = now();
        HOST.docker().ok("tag", "busybox", "told:1");
        HOST.docker().ok("rmi", "told:1");
        HOST.docker().ok("network", "create", "told");
        HOST.docker().ok("network", "rm", "told");
        assertEquals(List.of("image tag", "image untag", "network create", "network destroy"), since(begin));
        assertEquals(List.of("network create"), since(begin, WORDS, "network=told", "event=create"));
        assertEquals(List.of("image tag", "image untag"), since(begin, WORDS, "type=image"));
    }

    @Test
    void whoListensHearsAtOnceAndUntilTheGivenTime() {
        String begin = now();
        try (Running events =
                HOST.docker().start("events", "--since", begin, "--format", WORDS, "--filter", "type=container")) {
            HOST.docker().ok("create", "--name", "heard", "busybox");
            events.awaitOut("the creation", Host.LIMIT, out -> out.equals("container create\n"));
            HOST.docker().ok("rm", "heard");
            events.awaitOut("the end", Host.LIMIT, out -> out.equals("container create\ncontainer destroy\n"));
        }
        Result ended = HOST.docker()
                .ok("events", "--until", Instant.now().plusMillis(300).toString());
        assertTrue(ended.took().compareTo(Duration.ofMillis(200)) > 0, ended::toString);
    }

    @Test
    void anEndBeforeTheBeginningIsRefused() {
        String socket = HOST.daemon().root().socket().toString();
        Result answer = Command.of("curl", "-s", "--unix-socket", socket, "http://docker/events?since=20&until=10")
                .run()
                .ok();
        assertEquals("{\"message\":\"`since` time (20) cannot be after `until` time (10)\"}", answer.line());
    }

    private static String now() {
        Instant now = Instant.now();
        return now.getEpochSecond() + "." + String.format(java.util.Locale.ROOT, "%09d", now.getNano());
    }

    private static List<String> since(String begin) {
        return since(begin, WORDS);
    }

    private static List<String> since(String begin, String format, String... filters) {
        Command command = HOST.docker().command("events", "--since", begin, "--until", now(), "--format", format);
        for (String filter : filters) {
            command = command.and("--filter", filter);
        }
        return command.run().ok().lines();
    }
}
