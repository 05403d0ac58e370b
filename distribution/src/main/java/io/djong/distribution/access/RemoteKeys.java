package io.djong.distribution.access;

import io.djong.model.error.InvalidArgument;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key set at a URL, fetched when it is needed and again from time to time, or when a token names a key that is not
 * in it: token servers change their keys. While they cannot be had the last ones stay good.
 */
final class RemoteKeys implements KeySource, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteKeys.class);
    private static final Duration FRESH = Duration.ofMinutes(10);
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final int MAX = 1 << 20;

    private final URI place;
    private final InstantSource clock;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by lock.
    private PublicKeys keys = new PublicKeys(List.of());
    private Instant fetched = Instant.MIN;
    private Instant tried = Instant.MIN;

    RemoteKeys(URI place, InstantSource clock) {
        this.place = place;
        this.clock = clock;
    }

    @Override
    public List<VerificationKey> keys(String keyId) {
        lock.lock();
        try {
            Instant now = clock.instant();
            boolean wanted = fetched.isBefore(now.minus(FRESH)) || !keys.has(keyId);
            if (wanted && tried.isBefore(now.minus(PAUSE))) {
                tried = now;
                fetch(now);
            }
            return keys.named(keyId);
        } finally {
            lock.unlock();
        }
    }

    private void fetch(Instant now) {
        HttpRequest request =
                HttpRequest.newBuilder(place).timeout(Duration.ofSeconds(10)).build();
        try {
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() != 200) {
                    throw new IOException("status " + response.statusCode());
                }
                keys = PublicKeys.parse(new String(body.readNBytes(MAX), StandardCharsets.UTF_8));
                fetched = now;
            }
        } catch (IOException | InvalidArgument e) {
            LOG.warn("cannot fetch the keys at {}: {}", place, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
