package io.djong.runtime;

import io.djong.kernel.Fd;
import io.djong.kernel.file.Owner;
import io.djong.kernel.socket.Pipe;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The daemon's ends of a process's streams, and, until that has been started, the other ends. */
final class ExecStreams implements AutoCloseable {
    private final @Nullable Fd input;
    private final @Nullable Fd output;
    private final @Nullable Fd error;
    private final @Nullable Fd terminal;
    private final Map<Integer, Fd> given = new LinkedHashMap<>();

    private ExecStreams(@Nullable Pipe in, @Nullable Pipe out, @Nullable Pipe err, @Nullable Fd terminal) {
        this.input = in == null ? terminal : in.writing();
        this.output = out == null ? terminal : out.reading();
        this.error = err == null ? null : err.reading();
        this.terminal = terminal;
        if (in != null) {
            given.put(0, in.reading());
        }
        if (out != null) {
            given.put(1, out.writing());
        }
        if (err != null) {
            given.put(2, err.writing());
        }
    }

    /** @param owner the container's root, who else could not have the runtime give them to the process's user */
    static ExecStreams pipes(ExecSpec.Streams wanted, Owner owner) {
        List<Pipe> made = new ArrayList<>();
        try {
            @Nullable Pipe in = wanted.input() ? keep(made, Pipe.toChild()) : null;
            @Nullable Pipe out = wanted.output() ? keep(made, Pipe.fromChild()) : null;
            @Nullable Pipe err = wanted.error() ? keep(made, Pipe.fromChild()) : null;
            if (!owner.equals(Owner.ROOT)) {
                made.forEach(pipe -> pipe.setOwner(owner));
            }
            return new ExecStreams(in, out, err, null);
        } catch (RuntimeException e) {
            made.forEach(Pipe::close);
            throw e;
        }
    }

    private static Pipe keep(List<Pipe> made, Pipe pipe) {
        made.add(pipe);
        return pipe;
    }

    static ExecStreams terminal(Fd terminal) {
        return new ExecStreams(null, null, null, terminal);
    }

    /** The process's ends by number. */
    Map<Integer, Fd> given() {
        return given;
    }

    /** Lets go of the process's ends, so that their closing is seen. */
    void handedOver() {
        given.values().forEach(Fd::close);
    }

    Optional<Fd> input() {
        return Optional.ofNullable(input);
    }

    Optional<Fd> output() {
        return Optional.ofNullable(output);
    }

    Optional<Fd> error() {
        return Optional.ofNullable(error);
    }

    Optional<Fd> terminal() {
        return Optional.ofNullable(terminal);
    }

    @Override
    public void close() {
        handedOver();
        input().ifPresent(Fd::close);
        output().ifPresent(Fd::close);
        error().ifPresent(Fd::close);
    }
}
