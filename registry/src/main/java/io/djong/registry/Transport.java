package io.djong.registry;

import io.djong.model.error.Cancelled;
import io.djong.registry.RegistryFailure.Kind;
import io.djong.registry.RegistrySettings.Patience;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Sends calls and follows redirects. Blocking; an interrupt ends a call with {@link Cancelled}.
 *
 * <p>HTTP/1.1 only: parallel layers over one HTTP/2 connection share its window and its loss.
 */
final class Transport implements AutoCloseable {
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int MAX_REDIRECTS = 10;

    private final RegistrySettings settings;
    private final InsecureRegistries insecure;
    private final ReentrantLock lock = new ReentrantLock();
    // Made at the first use: a client costs threads and, with its TLS, start-up time. Guarded by lock.
    private @Nullable ExecutorService threads;
    private @Nullable HttpClient verifying;
    private @Nullable HttpClient trusting;

    Transport(RegistrySettings settings, InsecureRegistries insecure) {
        this.settings = settings;
        this.insecure = insecure;
    }

    Answer send(Call call) throws RegistryFailure {
        Call at = call;
        for (int hops = 0; hops <= MAX_REDIRECTS; hops++) {
            Answer answer = exchange(at);
            // A form holds a secret, which is for the one who asked for it.
            if (!REDIRECTS.contains(answer.status()) || at.form().isPresent()) {
                return answer;
            }
            at = at.redirected(target(at, answer));
        }
        throw RegistryFailure.of(Kind.MALFORMED, call.uri(), "stopped after " + MAX_REDIRECTS + " redirects");
    }

    private static URI target(Call call, Answer answer) throws RegistryFailure {
        try (answer) {
            URI target = call.uri().resolve(answer.header("Location").orElse(""));
            boolean downgrade = "https".equals(call.uri().getScheme()) && !"https".equals(target.getScheme());
            boolean web = "https".equals(target.getScheme()) || "http".equals(target.getScheme());
            if (answer.header("Location").isEmpty() || !web || downgrade || target.getHost() == null) {
                throw RegistryFailure.of(
                        Kind.MALFORMED,
                        call.uri(),
                        "refusing the redirect of " + RegistryFailure.redacted(call.uri()) + " to "
                                + RegistryFailure.redacted(target));
            }
            return target;
        } catch (IllegalArgumentException e) {
            throw RegistryFailure.of(
                    Kind.MALFORMED, call.uri(), "malformed redirect of " + RegistryFailure.redacted(call.uri()), e);
        }
    }

    private Answer exchange(Call call) throws RegistryFailure {
        Patience patience = settings.patience();
        HttpRequest.Builder request = HttpRequest.newBuilder(call.uri())
                .timeout(patience.response())
                .header("User-Agent", settings.userAgent())
                .method(call.method(), call.form().map(BodyPublishers::ofString).orElseGet(BodyPublishers::noBody));
        call.headers().forEach(request::header);
        try {
            return new Answer(
                    call, clientFor(call.uri()).send(request.build(), head -> new BodyStream(patience.stall())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Cancelled("context canceled", e);
        } catch (IOException e) {
            throw Words.unanswered(call, e);
        }
    }

    private HttpClient clientFor(URI uri) {
        boolean check = "https".equals(uri.getScheme()) && !insecure.contains(uri.getRawAuthority());
        lock.lock();
        try {
            HttpClient client = check ? verifying : trusting;
            if (client != null) {
                return client;
            }
            client = build(check);
            if (check) {
                verifying = client;
            } else {
                trusting = client;
            }
            return client;
        } finally {
            lock.unlock();
        }
    }

    private HttpClient build(boolean check) {
        if (threads == null) {
            threads = Executors.newVirtualThreadPerTaskExecutor();
        }
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.patience().connect())
                .executor(threads);
        if (!check) {
            SSLContext anyone = TrustAnyone.context();
            builder.sslContext(anyone);
        }
        return builder.build();
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (verifying != null) {
                verifying.shutdownNow();
            }
            if (trusting != null) {
                trusting.shutdownNow();
            }
            if (threads != null) {
                threads.shutdownNow();
            }
        } finally {
            lock.unlock();
        }
    }
}
