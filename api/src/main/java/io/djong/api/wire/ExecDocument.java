package io.djong.api.wire;

import io.djong.engine.exec.ExecRequest;
import io.djong.engine.exec.ExecView;
import io.djong.model.json.Json;
import io.djong.model.text.KeySequence;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** An exec (API definition ExecInspectResponse). */
public final class ExecDocument {
    private ExecDocument() {}

    public static ObjectNode of(ExecView exec) {
        ExecRequest request = exec.request();
        ObjectNode document = Json.object().put("ID", exec.id()).put("Running", exec.running());
        if (exec.exitCode().isPresent()) {
            document.put("ExitCode", exec.exitCode().getAsInt());
        } else {
            document.putNull("ExitCode");
        }
        document.set("ProcessConfig", process(request));
        return document.put("OpenStdin", request.stdin())
                .put("OpenStderr", request.stderr())
                .put("OpenStdout", request.stdout())
                .put("CanRemove", false)
                .put("ContainerID", exec.container().toString())
                .put("DetachKeys", keys(request.detachKeys()))
                .put("Pid", exec.pid());
    }

    /** The bytes of the keys that were asked for, as Go encodes bytes. */
    private static String keys(String asked) {
        return asked.isEmpty()
                ? ""
                : KeySequence.parse(asked)
                        .map(Base64.getEncoder()::encodeToString)
                        .orElse("");
    }

    private static ObjectNode process(ExecRequest request) {
        List<String> command = request.command();
        ObjectNode process =
                Json.object().put("tty", request.tty()).put("entrypoint", command.isEmpty() ? "" : command.getFirst());
        process.set("arguments", Trees.strings(command.isEmpty() ? command : command.subList(1, command.size())));
        process.put("privileged", request.privileged());
        if (!request.user().isEmpty()) {
            process.put("user", request.user());
        }
        return process;
    }
}
