package io.djong.distribution.metrics;

import io.djong.http.Request;
import io.djong.http.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Counts and logs requests, and tells the counts in the text format of Prometheus (exposition format 0.0.4). Labels have
 * few values, whatever clients send.
 */
public final class Metrics {
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");
    private static final double[] BOUNDS = {0.005, 0.025, 0.1, 0.5, 2.5, 10, 60};

    private final Optional<String> path;
    private final AccessLog log;
    private final InstantSource clock;
    private final ConcurrentMap<Series, LongAdder> requests = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Histogram> durations = new ConcurrentHashMap<>();
    private final LongAdder received = new LongAdder();
    private final LongAdder running = new LongAdder();
    private final List<Gauge> gauges;

    private record Series(String kind, String method, int status) {}

    /** A figure that is looked up when somebody asks. */
    public record Gauge(String name, String help, boolean counter, LongSupplier value) {}

    /** @param path at which the counts are told; empty for nowhere */
    public Metrics(Optional<String> path, AccessLog log, InstantSource clock, List<Gauge> gauges) {
        this.path = path;
        this.log = log;
        this.clock = clock;
        this.gauges = List.copyOf(gauges);
    }

    private static final class Histogram {
        private final LongAdder[] buckets = new LongAdder[BOUNDS.length];
        private final LongAdder count = new LongAdder();
        private final LongAdder nanoseconds = new LongAdder();

        private Histogram() {
            for (int i = 0; i < buckets.length; i++) {
                buckets[i] = new LongAdder();
            }
        }

        private void add(Duration took) {
            for (int i = 0; i < BOUNDS.length; i++) {
                if (took.toNanos() <= BOUNDS[i] * 1e9) {
                    buckets[i].increment();
                }
            }
            nanoseconds.add(took.toNanos());
            count.increment();
        }
    }

    /** A request under way. */
    public final class Call {
        private final Request request;
        private final long begun = System.nanoTime();
        private String kind = "other";
        private String user = "";

        private Call(Request request) {
            this.request = request;
        }

        public void concerns(String what) {
            kind = what;
        }

        public void by(String who) {
            user = who;
        }

        public void end(Response response) {
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            String method = METHODS.contains(request.method()) ? request.method() : "other";
            requests.computeIfAbsent(new Series(kind, method, response.status()), _ -> new LongAdder())
                    .increment();
            durations.computeIfAbsent(kind, _ -> new Histogram()).add(took);
            long bytes = request.contentLength().orElse(0L);
            received.add(bytes);
            running.decrement();
            log.add(new AccessLog.Entry(
                    clock.instant(),
                    request.peer(),
                    user,
                    request.method(),
                    request.path(),
                    response.status(),
                    bytes,
                    took,
                    request.header("User-Agent").orElse("-")));
        }
    }

    public Call begin(Request request) {
        running.increment();
        return new Call(request);
    }

    /** Tells the counts, if that is what is asked for. */
    public boolean answer(Request request, Response response) throws IOException {
        if (path.isEmpty() || !path.get().equals(request.path())) {
            return false;
        }
        response.header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                .send(text().getBytes(StandardCharsets.UTF_8));
        return true;
    }

    private String text() {
        StringBuilder out = new StringBuilder(4096);
        head(out, "djong_registry_http_requests_total", "Requests answered.", "counter");
        requests.forEach((series, count) -> out.append("djong_registry_http_requests_total{kind=\"")
                .append(series.kind)
                .append("\",method=\"")
                .append(series.method)
                .append("\",status=\"")
                .append(series.status)
                .append("\"} ")
                .append(count.sum())
                .append('\n'));
        head(out, "djong_registry_http_request_duration_seconds", "How long requests took.", "histogram");
        durations.forEach((kind, histogram) -> histogram(out, kind, histogram));
        simple(
                out,
                "djong_registry_http_request_bytes_total",
                "Bytes announced by requests.",
                "counter",
                received.sum());
        simple(out, "djong_registry_http_requests_running", "Requests being answered.", "gauge", running.sum());
        gauges.forEach(gauge -> simple(
                out,
                gauge.name(),
                gauge.help(),
                gauge.counter() ? "counter" : "gauge",
                gauge.value().getAsLong()));
        return out.toString();
    }

    private static void histogram(StringBuilder out, String kind, Histogram histogram) {
        String name = "djong_registry_http_request_duration_seconds";
        String label = "{kind=\"" + kind + "\"";
        for (int i = 0; i < BOUNDS.length; i++) {
            out.append(name)
                    .append("_bucket")
                    .append(label)
                    .append(",le=\"")
                    .append(BOUNDS[i])
                    .append("\"} ")
                    .append(histogram.buckets[i].sum())
                    .append('\n');
        }
        long count = histogram.count.sum();
        out.append(name)
                .append("_bucket")
                .append(label)
                .append(",le=\"+Inf\"} ")
                .append(count)
                .append('\n');
        out.append(name).append("_sum").append(label).append("} ");
        out.append(histogram.nanoseconds.sum() / 1e9).append('\n');
        out.append(name)
                .append("_count")
                .append(label)
                .append("} ")
                .append(count)
                .append('\n');
    }

    private static void simple(StringBuilder out, String name, String help, String type, long value) {
        head(out, name, help, type);
        out.append(name).append(' ').append(value).append('\n');
    }

    private static void head(StringBuilder out, String name, String help, String type) {
        out.append("# HELP ").append(name).append(' ').append(help).append('\n');
        out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }
}
