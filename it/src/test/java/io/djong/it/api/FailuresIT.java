package io.djong.it.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.djong.it.Host;
import io.djong.testkit.process.Command;
import java.util.Locale;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be done to a container is answered with Docker's statuses and words: programs tell cases apart by them. */
final class FailuresIT {
    @RegisterExtension
    static final Host HOST = Host.with();

    private static final String RUNNING = "running";
    private static final String STOPPED = "stopped";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        POST   | stopped/kill              | 409 | cannot kill container: stopped: container ID is not running
        POST   | nobody/kill               | 404 | cannot kill container: nobody: no such container: nobody
        POST   | running/kill?signal=FOO   | 400 | cannot kill container: running: invalid signal: foo
        POST   | stopped/pause             | 409 | container ID is not running
        POST   | nobody/kill?signal=FOO    | 400 | cannot kill container: nobody: invalid signal: foo
        POST   | running/kill?signal=0     | 400 | cannot kill container: running: invalid signal: 0
        POST   | running/kill?signal=99    | 400 | cannot kill container: running: the linux daemon does not support signal 99
        POST   | running/unpause           | 500 | container ID is not paused
        POST   | stopped/unpause           | 500 | container ID is not paused
        POST   | running/start             | 304 | ``
        POST   | stopped/stop              | 304 | ``
        POST   | nobody/start              | 404 | no such container: nobody
        POST   | running/rename?name=      | 400 | neither old nor new names may be empty
        POST   | running/rename?name=a+b   | 400 | error when allocating new name: invalid container name (/a b), only [a-za-z0-9][a-za-z0-9_.-] are allowed
        POST   | running/rename?name=running | 400 | renaming a container with the same name as its current name
        POST   | stopped/resize?h=1&w=1    | 409 | container ID is not running
        GET    | stopped/top               | 409 | container ID is not running
        GET    | running/logs              | 400 | bad parameters: you must choose at least one stream
        POST   | nobody/wait               | 404 | no such container: nobody
        DELETE | nobody                    | 404 | no such container: nobody
        DELETE | running                   | 409 | cannot remove container "running": container is running: stop the container before removing or force remove
        DELETE | stopped?link=1            | 409 | conflict, cannot remove the default link name of the container
        GET    | json?filters=[]           | 400 | invalid filter
        """)
    void whatCannotBeDoneIsToldInDockersWords(String method, String path, int status, String message) {
        HOST.docker().ok("run", "-d", "--name", RUNNING, "busybox", "sleep", "1000");
        HOST.docker().ok("create", "--name", STOPPED, "busybox");
        String answer = Command.of("curl", "-s", "-g", "-w", " %{http_code}", "-X", method, "--unix-socket")
                .and(HOST.daemon().root().socket().toString(), "http://docker/v1.47/containers/" + path)
                .run()
                .ok()
                .line()
                .replaceAll("[0-9a-f]{64}", "ID");
        String expected = status == 304 ? "304" : "{\"message\":\"" + message.replace("\"", "\\\"") + "\"}\n " + status;
        assertEquals(expected.toLowerCase(Locale.ROOT), answer.toLowerCase(Locale.ROOT));
    }
}
