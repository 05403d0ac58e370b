package io.djong.it.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.it.Host;
import io.djong.testkit.process.Command;
import io.djong.testkit.process.Result;
import io.djong.testkit.process.Running;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class StatsIT {
    @RegisterExtension
    static final Host HOST = Host.with();

    private static Command get(String path) {
        return Command.of(
                "curl",
                "-sN",
                "--unix-socket",
                HOST.daemon().root().socket().toString(),
                "http://docker/v1.41/containers/" + path);
    }

    @Test
    void theCommandLineShowsProcessesAndMemoryAgainstTheLimit() {
        HOST.docker().ok("run", "-d", "--name", "used", "-m", "64m", "busybox", "sleep", "100");
        Result result = HOST.docker().ok("stats", "--no-stream", "--format", "{{.Name}} {{.PIDs}} {{.MemUsage}}");
        assertTrue(result.line().matches("used 1 [0-9.]+KiB / 64MiB"), result::toString);
    }

    @Test
    void aBusyContainerShowsItsProcessorTime() {
        HOST.docker().ok("run", "-d", "--name", "busy", "--cpus", "0.5", "busybox", "sh", "-c", "while :; do :; done");
        Result result = HOST.docker().ok("stats", "--no-stream", "--format", "{{.CPUPerc}}", "busy");
        assertTrue(Double.parseDouble(result.line().replace("%", "")) > 1, result::toString);
        String document =
                get("busy/stats?stream=false&one-shot=true").run().ok().out();
        assertFalse(
                document.contains(
                        "\"throttling_data\":{\"periods\":0,\"throttled_periods\":0,\"throttled_time\":0}},\"pre"),
                document);
    }

    @Test
    void whatGoesThroughItsInterfacesIsCountedAndNothingElse() {
        HOST.docker().ok("run", "-d", "--name", "net", "busybox", "sleep", "100");
        HOST.docker().ok("exec", "net", "ping", "-c", "1", "127.0.0.1");
        String document = get("net/stats?stream=false&one-shot=true").run().ok().out();
        assertTrue(document.contains("\"networks\":{\"eth0\":{\"rx_bytes\":"), document);
        assertFalse(document.contains("\"lo\""), document);
        HOST.docker().ok("run", "-d", "--name", "bare", "--network", "none", "busybox", "sleep", "100");
        String without = get("bare/stats?stream=false&one-shot=true").run().ok().out();
        assertFalse(without.contains("\"networks\""), without);
    }

    @Test
    void theStreamOutlastsStartAndEndAndStopsWithTheRemoval() {
        HOST.docker().ok("create", "--name", "later", "busybox", "sleep", "100");
        try (Running stream = get("later/stats").start()) {
            stream.awaitOut("nothing", Host.LIMIT, out -> out.contains("\"read\":\"0001-01-01T00:00:00Z\""));
            HOST.docker().ok("start", "later");
            stream.awaitOut("values", Host.LIMIT, out -> out.contains("\"usage\""));
            HOST.docker().ok("rm", "-f", "later");
            assertEquals(0, stream.finish(Host.LIMIT).exit());
        }
    }

    @Test
    void whatDoesNotRunIsAnsweredAtOnceWithoutValues() {
        HOST.docker().ok("create", "--name", "made", "busybox", "true");
        String document = get("made/stats?stream=false").run().ok().out();
        assertTrue(document.contains("\"memory_stats\":{}"), document);
        assertTrue(document.contains("\"io_serviced_recursive\":null"), document);
    }

    @Test
    void wrongRequestsAreRefused() {
        Result unknown = HOST.docker().run("stats", "--no-stream", "nobody").exits(1);
        assertTrue(unknown.err().contains("No such container: nobody"), unknown::toString);
        HOST.docker().ok("create", "--name", "made", "busybox", "true");
        String both = get("made/stats?stream=true&one-shot=true").run().ok().out();
        assertEquals("{\"message\":\"cannot have stream=true and one-shot=true\"}\n", both);
    }
}
