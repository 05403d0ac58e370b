package io.djong.cli.command;

import io.djong.cli.option.Arguments;
import io.djong.cli.option.CommandSpec;
import io.djong.cli.option.Option;
import io.djong.cli.spec.ContainerOptions;
import io.djong.cli.spec.KeyValues;
import io.djong.cli.terminal.DetachKeys;
import io.djong.cli.terminal.Terminal;
import io.djong.client.Attachment;
import io.djong.client.ExecOperations;
import io.djong.client.json.JsonArray;
import io.djong.client.json.JsonNumber;
import io.djong.client.json.JsonObject;
import java.util.List;

/** {@code exec}: starts a process in a running container. */
public final class Exec implements Command {
    @Override
    public CommandSpec spec() {
        return CommandSpec.of(
                        "exec", "[OPTIONS] CONTAINER COMMAND [ARG...]", "Execute a command in a running container")
                .operands(2, CommandSpec.ANY)
                .optionsFirst()
                .options(
                        Option.flag('d', "detach", "Run the command in the background"),
                        Option.text("detach-keys", "Other keys that detach from the command"),
                        Option.flag("privileged", "Give the command all privileges"))
                .options(ContainerOptions.ofEveryProcess());
    }

    @Override
    public int run(Session session, Arguments arguments) {
        boolean detach = arguments.flag("detach");
        boolean stdin = arguments.flag("interactive") && !detach;
        boolean terminal = arguments.flag("tty");
        Foreground.requireTerminal(session, terminal && stdin);

        ExecOperations execs = session.client().execs();
        JsonObject.Builder start = JsonObject.builder().put("Detach", detach).put("Tty", terminal);
        JsonObject.Builder exec = request(session, arguments, stdin);
        if (terminal && session.streams().outIsTerminal()) {
            Terminal.size().ifPresent(size -> {
                JsonArray both = new JsonArray(List.of(JsonNumber.of(size.rows()), JsonNumber.of(size.columns())));
                exec.put("ConsoleSize", both);
                start.put("ConsoleSize", both);
            });
        }
        String id = execs.create(arguments.operand(0), exec.build());
        if (detach) {
            execs.startDetached(id, start.build());
            return 0;
        }
        return attached(session, arguments, id, start.build());
    }

    private static int attached(Session session, Arguments arguments, String id, JsonObject start) {
        ExecOperations execs = session.client().execs();
        boolean terminal = arguments.flag("tty");
        DetachKeys keys = DetachKeys.parse(arguments.text("detach-keys"));
        Dialogue dialogue = new Dialogue(
                session.streams(), new Dialogue.Options(terminal, arguments.flag("interactive"), true, true, keys));
        try (Dialogue.Setting _ = dialogue.prepare();
                Attachment attachment = execs.attach(id, start)) {
            if (terminal && session.streams().outIsTerminal()) {
                Dialogue.followSize((rows, columns) -> execs.resize(id, rows, columns));
            }
            dialogue.run(attachment);
        }
        return dialogue.isDetached() ? 0 : (int) execs.inspect(id).number("ExitCode");
    }

    private static JsonObject.Builder request(Session session, Arguments arguments, boolean stdin) {
        boolean output = !arguments.flag("detach");
        JsonObject.Builder exec = JsonObject.builder()
                .put("User", arguments.text("user"))
                .put("Privileged", arguments.flag("privileged"))
                .put("Tty", arguments.flag("tty"))
                .put("AttachStdin", stdin)
                .put("AttachStdout", output)
                .put("AttachStderr", output)
                .put("DetachKeys", arguments.text("detach-keys"))
                .put("WorkingDir", arguments.text("workdir"))
                .put("Cmd", arguments.operands().subList(1, arguments.operands().size()));
        List<String> variables =
                KeyValues.environment(arguments.list("env-file"), arguments.list("env"), session.environment());
        return variables.isEmpty() ? exec : exec.put("Env", variables);
    }
}
