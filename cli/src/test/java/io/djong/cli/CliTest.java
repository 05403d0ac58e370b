package io.djong.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.cli.command.Command;
import io.djong.cli.option.CommandSpec;
import io.djong.cli.option.Option;
import io.djong.cli.terminal.Streams;
import io.djong.client.EngineClient;
import io.djong.model.Release;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class CliTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... words) {
        Streams streams = new Streams(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8),
                false,
                false,
                false);
        return new Cli(streams, Map.of("DJONG_HOST", "unix:///nonexistent/sock"), InstantSource.system())
                .run(List.of(words));
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void everyCommandInTheListIsThereAndHelpsItself() {
        List<String> names = new ArrayList<>(CommandTable.COMMON);
        names.addAll(CommandTable.OTHERS);
        for (String name : names) {
            Command command = CommandTable.find(name).orElseThrow();
            assertEquals(name, command.spec().name());
            out.reset();
            assertEquals(0, run(name, "--help"));
            assertTrue(out.toString(StandardCharsets.UTF_8).startsWith("Usage:  djong " + name + " "));
        }
    }

    @Test
    void noCommandHasAnOptionTwice() {
        List<String> names = new ArrayList<>(CommandTable.COMMON);
        names.addAll(CommandTable.OTHERS);
        for (String name : names) {
            CommandSpec spec = CommandTable.find(name).orElseThrow().spec();
            Set<String> seen = new HashSet<>();
            for (Option option : spec.options()) {
                assertTrue(seen.add(option.name()), name + " --" + option.name());
                assertTrue(option.shorthand() == 0 || seen.add("-" + option.shorthand()), name + " " + option);
            }
        }
    }

    @Test
    void anUnknownCommandIsNamed() {
        assertEquals(1, run("foo"));
        assertEquals("djong: unknown command: djong foo\n\nRun 'djong --help' for more information\n", err());
    }

    @Test
    void tooFewOperandsAreCounted() {
        assertEquals(1, run("stop"));
        assertEquals("""
                djong: 'djong stop' requires at least 1 argument

                Usage:  djong stop [OPTIONS] CONTAINER [CONTAINER...]

                See 'djong stop --help' for more information
                """, err());
    }

    @Test
    void anEngineThatIsNotThereIsSaid() {
        assertEquals(1, run("ps"));
        assertEquals(
                "Cannot connect to the Docker daemon at unix:///nonexistent/sock. Is the docker daemon running?\n",
                err());
    }

    @Test
    void theClientsVersionIsToldWithoutAnEngine() {
        assertEquals(1, run("version", "--format", "{{.Client.Version}} {{.Client.APIVersion}}"));
        assertEquals(Release.VERSION + " " + EngineClient.newestVersion() + "\n", out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void runFailsWithItsOwnCodeWhereTheEngineDoes() {
        assertEquals(125, run("run", "busybox"));
        assertTrue(err().startsWith("djong: Cannot connect"));
        assertTrue(err().endsWith("\n\nRun 'djong run --help' for more information\n"));
    }

    @Test
    void theHostIsTakenFromTheOptionFirst() {
        assertEquals(1, run("-H", "tcp://127.0.0.1:1", "ps"));
        assertTrue(err().contains("tcp://127.0.0.1:1"), err());
    }

    @Test
    void groupsNameTheSameCommands() {
        assertEquals(0, run("container", "ls", "--help"));
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("List containers"));
        assertEquals(1, run("container", "fly"));
        assertEquals(
                "djong: unknown command: djong container fly\n\nUsage:  djong container\n\n"
                        + "Run 'djong container --help' for more information\n",
                err());
    }

    @Test
    void groupsTellOfTheirCommands() {
        for (String group : CommandTable.GROUPS.keySet()) {
            for (String word : CommandTable.words(group)) {
                String name = CommandTable.inGroup(group, word).orElseThrow();
                assertEquals(name, CommandTable.find(name).orElseThrow().spec().name(), group + " " + word);
            }
        }
        assertEquals(0, run("system", "--help"));
        assertEquals("""
                Usage:  djong system COMMAND

                Manage Docker

                Commands:
                  df          Show docker disk usage
                  events      Get real time events from the server
                  info        Display system-wide information
                  prune       Remove unused data

                Run 'djong system COMMAND --help' for more information on a command.
                """, out.toString(StandardCharsets.UTF_8));
        assertEquals(0, run("container"));
        assertTrue(err().startsWith("Usage:  djong container COMMAND\n\nManage containers\n"), err());
    }

    @Test
    void whatCannotBeCopiedIsSaidBeforeTheEngineIsAsked() {
        assertEquals(1, run("cp", "a", "b"));
        assertEquals(1, run("cp", "a:/x", "b:/y"));
        assertEquals(1, run("cp", "a:/x", "/nosuch/x"));
        assertEquals("""
                must specify at least one container source
                copying between containers is not supported
                invalid output path: directory "/nosuch" does not exist
                """, err());
    }

    @Test
    void anUpdateNeedsSomethingToUpdate() {
        assertEquals(1, run("update", "box"));
        assertEquals("you must provide one or more flags when using this command\n", err());
    }

    @Test
    void whoDoesNotConfirmPrunesNothing() {
        assertEquals(0, run("container", "prune"));
        assertEquals(
                "WARNING! This will remove all stopped containers.\nAre you sure you want to continue? [y/N] ",
                out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void withoutACommandTheCommandsAreListed() {
        assertEquals(0, run());
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("  run         Create and run a new container"));
    }
}
