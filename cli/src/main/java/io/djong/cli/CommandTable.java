package io.djong.cli;

import io.djong.cli.command.Attach;
import io.djong.cli.command.Command;
import io.djong.cli.command.Commit;
import io.djong.cli.command.Copy;
import io.djong.cli.command.Create;
import io.djong.cli.command.Diff;
import io.djong.cli.command.DiskUsage;
import io.djong.cli.command.Events;
import io.djong.cli.command.Exec;
import io.djong.cli.command.Export;
import io.djong.cli.command.Images;
import io.djong.cli.command.Import;
import io.djong.cli.command.Info;
import io.djong.cli.command.Inspect;
import io.djong.cli.command.Kill;
import io.djong.cli.command.Logs;
import io.djong.cli.command.Pause;
import io.djong.cli.command.Port;
import io.djong.cli.command.PruneContainers;
import io.djong.cli.command.PruneSystem;
import io.djong.cli.command.Ps;
import io.djong.cli.command.Pull;
import io.djong.cli.command.Registry;
import io.djong.cli.command.Remove;
import io.djong.cli.command.RemoveImage;
import io.djong.cli.command.Rename;
import io.djong.cli.command.Run;
import io.djong.cli.command.Start;
import io.djong.cli.command.Stats;
import io.djong.cli.command.Stop;
import io.djong.cli.command.Tag;
import io.djong.cli.command.Top;
import io.djong.cli.command.Unpause;
import io.djong.cli.command.Update;
import io.djong.cli.command.Version;
import io.djong.cli.command.Wait;
import java.util.List;
import java.util.Map;
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
            "attach",
            "commit",
            "cp",
            "create",
            "diff",
            "events",
            "export",
            "import",
            "inspect",
            "kill",
            "logs",
            "pause",
            "port",
            "registry",
            "rename",
            "restart",
            "rm",
            "rmi",
            "start",
            "stats",
            "stop",
            "tag",
            "top",
            "unpause",
            "update",
            "wait");

    /** The groups, with what they are about. */
    static final Map<String, String> GROUPS =
            Map.of("container", "Manage containers", "image", "Manage images", "system", "Manage Docker");

    private static final List<String> OF_CONTAINERS = List.of(
            "attach", "commit", "cp", "create", "diff", "exec", "export", "inspect", "kill", "logs", "ls", "pause",
            "port", "prune", "rename", "restart", "rm", "run", "start", "stats", "stop", "top", "unpause", "update",
            "wait");

    private static final List<String> OF_IMAGES = List.of("import", "inspect", "ls", "pull", "rm", "tag");

    private static final List<String> OF_THE_SYSTEM = List.of("df", "events", "info", "prune");

    private CommandTable() {}

    /** The command of that name, or nothing where there is none. */
    static Optional<Command> find(String name) {
        return Optional.ofNullable(create(name));
    }

    private static @Nullable Command create(String name) {
        return switch (name) {
            case "attach" -> new Attach();
            case "commit" -> new Commit();
            case "container prune" -> new PruneContainers();
            case "cp" -> new Copy();
            case "create" -> new Create();
            case "diff" -> new Diff();
            case "events" -> new Events();
            case "exec" -> new Exec();
            case "export" -> new Export();
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
            case "registry" -> new Registry();
            case "rename" -> new Rename();
            case "restart" -> Stop.RESTART;
            case "rm" -> new Remove();
            case "rmi" -> new RemoveImage();
            case "run" -> new Run();
            case "start" -> new Start();
            case "stats" -> new Stats();
            case "stop" -> Stop.STOP;
            case "system df" -> new DiskUsage();
            case "system prune" -> new PruneSystem();
            case "tag" -> new Tag();
            case "top" -> new Top();
            case "unpause" -> new Unpause();
            case "update" -> new Update();
            case "version" -> new Version();
            case "wait" -> new Wait();
            default -> null;
        };
    }

    /** The words of a group, in the order of the help. */
    static List<String> words(String group) {
        return switch (group) {
            case "container" -> OF_CONTAINERS;
            case "image" -> OF_IMAGES;
            case "system" -> OF_THE_SYSTEM;
            default -> List.of();
        };
    }

    /** What {@code container ls} and its like are called by themselves, or nothing where the words name nothing. */
    static Optional<String> inGroup(String group, String word) {
        String plain = switch (word) {
            case "list" -> "ls";
            case "remove" -> "rm";
            default -> group.equals("container") && word.equals("ps") ? "ls" : word;
        };
        if (!words(group).contains(plain)) {
            return Optional.empty();
        }
        return Optional.of(
                switch (plain) {
                    case "ls" -> group.equals("image") ? "images" : "ps";
                    case "rm" -> group.equals("image") ? "rmi" : "rm";
                    case "df", "prune" -> group + " " + plain;
                    default -> plain;
                });
    }
}
