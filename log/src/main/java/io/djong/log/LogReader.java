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
    private Optional<LogPart> followed = Optional.empty();

    LogReader(ContainerLog log, LogQuery query, LogSink sink) {
        this.log = log;
        this.query = query;
        this.sink = sink;
        this.since = query.since().map(Timestamp::of);
        this.until = query.until().map(Timestamp::of);
    }

    void run() throws IOException, InterruptedException {
        try (LogSnapshot snapshot = log.snapshot()) {
            if (readAll(snapshot.parts()) && query.follow()) {
                LogPart last = snapshot.parts().getLast();
                follow(last.file(), new LogPosition(snapshot.generation(), last.end()));
            }
        }
    }

    /** Gives all from a place on; see {@link ContainerLog#follow}. */
    void follow(LogPosition from) throws IOException, InterruptedException {
        ContainerLog.Generation first = log.openGeneration(from.generation());
        followed = Optional.of(first.part());
        boolean there = first.number() == from.generation();
        follow(first.part().file(), new LogPosition(first.number(), there ? from.offset() : 0));
    }

    @Override
    public void close() {
        followed.ifPresent(LogPart::close);
    }

    /** Reads what was there at the start; false if no more is wanted. */
    private boolean readAll(List<LogPart> parts) throws IOException {
        int first = 0;
        long offset = 0;
        if (query.tail().isPresent()) {
            long wanted = query.tail().getAsLong();
            first = parts.size();
            while (wanted > 0 && first > 0) {
                first--;
                LogPart part = parts.get(first);
                TailScan tail = TailScan.find(part.file(), part.end(), wanted);
                wanted -= tail.lines();
                offset = tail.offset();
            }
        }
        for (int i = first; i < parts.size(); i++) {
            if (!read(parts.get(i), offset)) {
                return false;
            }
            offset = 0;
        }
        return true;
    }

    private boolean read(LogPart part, long offset) throws IOException {
        if (since.isEmpty()) {
            return scanner.scan(part.file(), offset, part.end(), this::entry);
        }
        if (part.endedBefore(since.get())) {
            return true;
        }
        long start = new TimeSearch().find(part.file(), offset, part.end(), since.get());
        return scanner.scan(part.file(), start, part.end(), this::entry);
    }

    /** Goes on in a file at a place in it, and in those after it. */
    private void follow(OpenFile firstFile, LogPosition start) throws IOException, InterruptedException {
        OpenFile file = firstFile;
        long position = start.offset();
        long generation = start.generation();
        while (true) {
            sink.reached(new LogPosition(generation, position));
            ContainerLog.Growth growth = log.awaitGrowth(generation, position, query.until());
            boolean rotated = growth.generation() != generation;
            long end = rotated ? file.size() : growth.size();
            if (!scanner.scan(file, Math.min(position, end), end, new Followed(generation))) {
                return;
            }
            position = end;
            if (rotated) {
                ContainerLog.Generation next = log.openGeneration(generation + 1);
                followed.ifPresent(LogPart::close);
                followed = Optional.of(next.part());
                file = next.part().file();
                generation = next.number();
                position = 0;
            } else if (growth.last()) {
                sink.reached(new LogPosition(generation, position));
                return;
            }
        }
    }

    /** Entries of a file that is followed. */
    private final class Followed implements LineScanner.Lines {
        private final long generation;

        private Followed(long generation) {
            this.generation = generation;
        }

        @Override
        public boolean accept(byte[] buffer, int from, int to) throws IOException {
            return entry(buffer, from, to);
        }

        @Override
        public void given(long offset) throws IOException {
            sink.reached(new LogPosition(generation, offset));
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
