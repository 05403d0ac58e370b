package io.djong.log;

import io.djong.kernel.file.OpenFile;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Runs one query over the driver's files. Used by one thread, closed by it. */
final class LogReader implements AutoCloseable {
    private final ContainerLog log;
    private final LogQuery query;
    private final LogSink sink;
    private final Optional<Timestamp> since;
    private final Optional<Timestamp> until;
    private final LineScanner scanner = new LineScanner();
    private final JsonReader json = new JsonReader();
    private final LogLine line = new LogLine();
    private Optional<OpenFile> followed = Optional.empty();

    LogReader(ContainerLog log, LogQuery query, LogSink sink) {
        this.log = log;
        this.query = query;
        this.sink = sink;
        this.since = query.since().map(Timestamp::of);
        this.until = query.until().map(Timestamp::of);
    }

    void run() throws IOException, InterruptedException {
        try (LogSnapshot snapshot = log.snapshot()) {
            if (!readAll(snapshot.parts()) || !query.follow()) {
                return;
            }
            follow(snapshot.parts().getLast(), snapshot.rotations());
        }
    }

    @Override
    public void close() {
        followed.ifPresent(OpenFile::close);
    }

    /** Reads what was there at the start; false if no more is wanted. */
    private boolean readAll(List<LogSnapshot.Part> parts) throws IOException {
        int first = 0;
        long offset = 0;
        if (query.tail().isPresent()) {
            long wanted = query.tail().getAsLong();
            first = parts.size();
            while (wanted > 0 && first > 0) {
                first--;
                LogSnapshot.Part part = parts.get(first);
                TailScan tail = TailScan.find(part.file(), part.end(), wanted);
                wanted -= tail.lines();
                offset = tail.offset();
            }
        }
        for (int i = first; i < parts.size(); i++) {
            LogSnapshot.Part part = parts.get(i);
            if (!endsBeforeSince(part) && !scanner.scan(part.file(), offset, part.end(), this::entry)) {
                return false;
            }
            offset = 0;
        }
        return true;
    }

    /** Whether all of a file is older than what is asked for, by its last entry. */
    private boolean endsBeforeSince(LogSnapshot.Part part) throws IOException {
        if (since.isEmpty() || part.end() == 0) {
            return false;
        }
        long last = TailScan.find(part.file(), part.end(), 1).offset();
        boolean[] older = {false};
        scanner.scan(part.file(), last, part.end(), (buffer, from, to) -> {
            older[0] = json.read(buffer, from, to, line) && line.timestamp().compareTo(since.get()) < 0;
            return false;
        });
        return older[0];
    }

    private void follow(LogSnapshot.Part last, int startRotations) throws IOException, InterruptedException {
        OpenFile file = last.file();
        long position = last.end();
        int rotations = startRotations;
        while (true) {
            ContainerLog.Growth growth = log.awaitGrowth(rotations, position, query.until());
            boolean rotated = growth.rotations() != rotations;
            long end = rotated ? file.size() : growth.size();
            if (!scanner.scan(file, Math.min(position, end), end, this::entry)) {
                return;
            }
            position = end;
            if (rotated) {
                ContainerLog.Generation next = log.openGeneration(rotations + 1);
                followed.ifPresent(OpenFile::close);
                followed = Optional.of(next.file());
                file = next.file();
                rotations = next.number();
                position = 0;
            } else if (growth.last()) {
                return;
            }
        }
    }

    private boolean entry(byte[] buffer, int from, int to) throws IOException {
        if (!json.read(buffer, from, to, line)) {
            return true;
        }
        if (since.isPresent() && line.timestamp().compareTo(since.get()) < 0) {
            return true;
        }
        if (until.isPresent() && line.timestamp().compareTo(until.get()) > 0) {
            return false;
        }
        return !query.streams().contains(line.stream()) || sink.accept(line);
    }
}
