package io.djong.cli;

import io.djong.cli.command.Attach;
import io.djong.cli.command.Command;
import io.djong.cli.command.Create;
import io.djong.cli.command.Events;
import io.djong.cli.command.Exec;
import io.djong.cli.command.Images;
import io.djong.cli.command.Import;
import io.djong.cli.command.Info;
import io.djong.cli.command.Inspect;
import io.djong.cli.command.Kill;
import io.djong.cli.command.Logs;
import io.djong.cli.command.Pause;
import io.djong.cli.command.Port;
import io.djong.cli.command.Ps;
import io.djong.cli.command.Pull;
import io.djong.cli.command.Remove;
import io.djong.cli.command.RemoveImage;
import io.djong.cli.command.Rename;
import io.djong.cli.command.Run;
import io.djong.cli.command.Start;
import io.djong.cli.command.Stop;
import io.djong.cli.command.Tag;
import io.djong.cli.command.Top;
import io.djong.cli.command.Unpause;
import io.djong.cli.command.Version;
import io.djong.cli.command.Wait;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which command is called by which words. The class of a command is loaded when it is called, so that the many cost the
 * one nothing.
 */
final class CommandTable {
    /** In the order of the help. */
    static final List<String> COMMON = List.of("run", "exec", "ps", "pull", "images", "version", "info");

    /** The others, in the order of the alphabet. */
    static final List<String> OTHERS = List.of(
            "attach", "create", "events", "import", "inspect", "kill", "logs", "pause", "port", "rename", "restart",
            "rm", "rmi", "start", "stop", "tag", "top", "unpause", "wait");

    private CommandTable() {}

    /** The command of that name, or nothing where there is none. */
    static Optional<Command> find(String name) {
        return Optional.ofNullable(create(name));
    }

    private static @Nullable Command create(String name) {
        return switch (name) {
            case "attach" -> new Attach();
            case "create" -> new Create();
            case "events" -> new Events();
            case "exec" -> new Exec();
            case "images" -> new Images();
            case "import" -> new Import();
            case "info" -> new Info();
            case "inspect" -> new Inspect();
            case "kill" -> new Kill();
            case "logs" -> new Logs();
            case "pause" -> new Pause();
            case "port" -> new Port();
            case "ps" -> new Ps();
            case "pull" -> new Pull();
            case "rename" -> new Rename();
            case "restart" -> Stop.RESTART;
            case "rm" -> new Remove();
            case "rmi" -> new RemoveImage();
            case "run" -> new Run();
            case "start" -> new Start();
            case "stop" -> Stop.STOP;
            case "tag" -> new Tag();
            case "top" -> new Top();
            case "unpause" -> new Unpause();
            case "version" -> new Version();
            case "wait" -> new Wait();
            default -> null;
        };
    }

    /** What {@code container ls} and its like are called by themselves, or nothing where the words name nothing. */
    static Optional<String> inGroup(String group, String word) {
        String name = switch (group) {
            case "container" -> container(word);
            case "image" -> image(word);
            case "system" -> word.equals("info") || word.equals("events") ? word : "";
            default -> "";
        };
        return name.isEmpty() ? Optional.empty() : Optional.of(name);
    }

    private static String container(String word) {
        return switch (word) {
            case "ls", "list", "ps" -> "ps";
            case "remove" -> "rm";
            case "attach",
                    "create",
                    "exec",
                    "inspect",
                    "kill",
                    "logs",
                    "pause",
                    "port",
                    "rename",
                    "restart",
                    "rm",
                    "run",
                    "start",
                    "stop",
                    "top",
                    "unpause",
                    "wait" -> word;
            default -> "";
        };
    }

    private static String image(String word) {
        return switch (word) {
            case "ls", "list" -> "images";
            case "rm", "remove" -> "rmi";
            case "pull", "tag", "import", "inspect" -> word;
            default -> "";
        };
    }
}
