package io.djong.engine.exec;

import io.djong.model.ContainerId;
import java.util.OptionalInt;

/** An exec as inspect shows it; the exit code is absent until it has ended, and where it was lost. */
public record ExecView(
        String id, ContainerId container, ExecRequest request, boolean running, int pid, OptionalInt exitCode) {}
