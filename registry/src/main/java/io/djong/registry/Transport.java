package io.djong.registry;

import io.djong.model.error.Cancelled;
import io.djong.registry.Call.Limits;
import io.djong.registry.RegistryFailure.Kind;
import io.djong.registry.RegistrySettings.Patience;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Sends calls and follows redirects. Blocking; an interrupt ends a call with {@link Cancelled}.
 *
 * <p>HTTP/1.1 only: parallel layers over one HTTP/2 connection share its window and its loss.
 */
final class Transport implements AutoCloseable {
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int MAX_REDIRECTS = 10;

    static {
        // The JDK would show a proxy no password for a tunnel; who configures one means it. It reads this once.
        System.setProperty("jdk.http.auth.tunneling.disabledSchemes", "");
    }

    private final RegistrySettings settings;
    private final InsecureRegistries insecure;
    private final HostDirectories directories;
    private final ReentrantLock lock = new ReentrantLock();
    // Made at the first use: a client costs threads and, with its TLS, start-up time. Guarded by lock.
    private @Nullable ExecutorService threads;
    private final Map<Tls, HttpClient> clients = new HashMap<>();

    Transport(RegistrySettings settings, InsecureRegistries insecure) {
        this.settings = settings;
        this.insecure = insecure;
        this.directories = new HostDirectories(settings.hostDirectories());
    }

    Answer send(Call call) throws RegistryFailure {
        Call at = call;
        for (int hops = 0; hops <= MAX_REDIRECTS; hops++) {
            Answer answer = exchange(at);
            if (!REDIRECTS.contains(answer.status()) || !mayFollow(at, answer)) {
                return answer;
            }
            at = at.redirected(target(at, answer));
        }
        throw RegistryFailure.of(Kind.MALFORMED, call.uri(), "stopped after " + MAX_REDIRECTS + " redirects");
    }

    /** A form holds a secret, which is for the one who asked for it; other bodies go where it is said that they may. */
    private static boolean mayFollow(Call call, Answer answer) {
        boolean kept = answer.status() == 307 || answer.status() == 308;
        return call.body().isEmpty() || (kept && !(call.body().get() instanceof Body.Form));
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
        Limits limits = call.limits().orElse(new Limits(patience.response(), patience.stall()));
        HttpRequest.Builder request = HttpRequest.newBuilder(call.uri())
                .header("User-Agent", settings.userAgent())
                .method(call.method(), call.body().map(Body::publisher).orElseGet(BodyPublishers::noBody));
        call.headers().forEach(request::header);
        call.body().ifPresent(body -> request.header("Content-Type", body.type()));
        Optional<URI> proxy = settings.proxies().proxyFor(call.uri());
        proxy.flatMap(Proxies::proof).ifPresent(proof -> request.header("Proxy-Authorization", proof));
        try {
            HttpClient client = clientFor(call);
            if (call.body().isPresent() && call.body().get() instanceof Body.Part part) {
                return new Answer(call, upload(client, request.build(), part, limits));
            }
            request.timeout(limits.response());
            HttpResponse<BodyStream> response = client.send(request.build(), _ -> new BodyStream(limits.stall()));
            if (proxy.isPresent() && response.statusCode() == 407) {
                throw Words.refusedByProxy(call, proxy.get());
            }
            return new Answer(call, response);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Cancelled("context canceled", e);
        } catch (RegistryFailure e) {
            throw e;
        } catch (IOException e) {
            throw proxy.isPresent() ? Words.unanswered(call, proxy.get(), e) : Words.unanswered(call, e);
        }
    }

    /** To send may take long: it has failed when nothing more was sent, nor answered, for the time of a response. */
    private static HttpResponse<BodyStream> upload(
            HttpClient client, HttpRequest request, Body.Part part, Limits limits)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<BodyStream>> answer =
                client.sendAsync(request, _ -> new BodyStream(limits.stall()));
        long before = -1;
        try {
            while (true) {
                try {
                    return answer.get(limits.response().toMillis(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    long now = part.progress().get();
                    if (now == before) {
                        throw new HttpTimeoutException("request timed out");
                    }
                    before = now;
                }
            }
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException failure -> throw failure;
                case RuntimeException failure -> throw failure;
                case null, default -> throw new IOException(e.getCause());
            }
        } finally {
            boolean _ = answer.cancel(true); // nothing, where it has answered
        }
    }

    private HttpClient clientFor(Call call) throws RegistryFailure {
        URI uri = call.uri();
        Tls tls = "https".equals(uri.getScheme()) ? tls(call) : Tls.PLAIN;
        lock.lock();
        try {
            HttpClient client = clients.get(tls);
            if (client == null) {
                client = build(tls);
                clients.put(tls, client);
            }
            return client;
        } catch (IOException e) {
            throw RegistryFailure.of(Kind.TLS, uri, RegistryFailure.bounded(e.getMessage()), e);
        } finally {
            lock.unlock();
        }
    }

    /** What the endpoint wants, else what is said of its host; nothing is verified of those who are insecure. */
    private Tls tls(Call call) {
        String authority = call.uri().getRawAuthority();
        Tls wanted = call.via().map(Endpoint::tls).orElse(Tls.PLAIN);
        Tls tls = wanted.equals(Tls.PLAIN) ? directories.tls(authority) : wanted;
        boolean direct = settings.proxies().proxyFor(call.uri()).isEmpty();
        boolean unverified = direct ? insecure.contains(authority) : insecure.names(authority);
        return unverified ? tls.withoutVerification() : tls;
    }

    private HttpClient build(Tls tls) throws IOException {
        if (threads == null) {
            threads = Executors.newVirtualThreadPerTaskExecutor();
        }
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.patience().connect())
                .proxy(new Proxies(settings.proxies()))
                .sslContext(TlsContexts.of(tls))
                .executor(threads)
                .build();
    }

    @Override
    public void close() {
        lock.lock();
        try {
            clients.values().forEach(HttpClient::shutdownNow);
            if (threads != null) {
                threads.shutdownNow();
            }
        } finally {
            lock.unlock();
        }
    }
}
