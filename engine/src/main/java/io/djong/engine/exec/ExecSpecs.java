package io.djong.engine.exec;

import io.djong.engine.container.ContainerRecord;
import io.djong.kernel.tty.Terminal;
import io.djong.model.container.Environment;
import io.djong.runtime.ExecSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lays an exec's request over its container's configuration. */
final class ExecSpecs {
    private ExecSpecs() {}

    static ExecSpec of(ContainerRecord record, List<String> linkVariables, ExecRequest request, Terminal.Size size) {
        String directory =
                request.workingDirectory().isEmpty() ? record.config().workingDir() : request.workingDirectory();
        List<String> groups = record.host().groupAdd();
        return new ExecSpec(
                request.command(),
                environment(record, linkVariables, request),
                directory.isEmpty() ? "/" : directory,
                request.user().isEmpty() ? record.config().user() : request.user(),
                groups == null ? List.of() : groups,
                request.privileged(),
                request.tty(),
                size,
                new ExecSpec.Streams(request.stdin(), request.stdout(), request.stderr()));
    }

    private static List<String> environment(ContainerRecord record, List<String> linkVariables, ExecRequest request) {
        Map<String, String> byName = new LinkedHashMap<>();
        byName.put("PATH", "PATH=" + Environment.PATH);
        byName.put("HOSTNAME", "HOSTNAME=" + record.config().hostname());
        if (request.tty()) {
            byName.put("TERM", "TERM=xterm");
        }
        Environment.put(byName, linkVariables);
        Environment.put(byName, record.config().env());
        Environment.put(byName, request.environment());
        return new ArrayList<>(byName.values());
    }
}
