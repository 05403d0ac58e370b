package io.djong.registry;

import io.djong.registry.Call.Limits;
import io.djong.registry.RegistryFailure.Kind;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The way to one repository through one endpoint: pings once to learn how to prove oneself, then sends what is asked
 * with the proof, and renews it when it is refused.
 */
final class Route {
    private final Transport transport;
    private final Endpoint endpoint;
    private final Authorizer authorizer;
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by lock.
    private boolean pinged;

    Route(Transport transport, Endpoint endpoint, Authorizer authorizer) {
        this.transport = transport;
        this.endpoint = endpoint;
        this.authorizer = authorizer;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /** Whether the endpoint has answered as a registry does. */
    boolean alive() {
        lock.lock();
        try {
            return pinged;
        } finally {
            lock.unlock();
        }
    }

    Answer get(String path, Map<String, String> headers) throws RegistryFailure {
        return send(Call.get(endpoint.resolve(path), headers));
    }

    Answer get(String path, Map<String, String> headers, Optional<Limits> limits) throws RegistryFailure {
        return send(Call.get(endpoint.resolve(path), headers).within(limits));
    }

    Answer head(String path, Map<String, String> headers) throws RegistryFailure {
        return send(Call.head(endpoint.resolve(path), headers));
    }

    /** Sends a call to somewhere at this endpoint, with the proof. */
    Answer send(Call call) throws RegistryFailure {
        ping(call.limits());
        Optional<String> header = authorizer.header();
        Answer answer = transport.send(call.via(endpoint).authorized(header));
        if (answer.status() != 401) {
            return answer;
        }
        authorizer.challenged(answer, header);
        Optional<String> renewed = authorizer.header();
        if (renewed.isEmpty() || renewed.equals(header)) {
            return answer;
        }
        answer.close();
        return transport.send(call.via(endpoint).authorized(renewed));
    }

    /** Asks whether a registry is there at all; any answer will do but a server's failure, or that it is too much. */
    private void ping(Optional<Limits> limits) throws RegistryFailure {
        lock.lock();
        try {
            if (pinged) {
                return;
            }
            Answer answer = transport.send(
                    Call.get(endpoint.resolve("/"), Map.of()).within(limits).via(endpoint));
            if (answer.status() >= 500 || answer.status() == 429) {
                throw answer.failure();
            }
            // What web servers say to plain HTTP on a port that wants TLS.
            if (answer.status() == 400 && endpoint.scheme().equals("http")) {
                RegistryFailure failure = answer.failure();
                throw RegistryFailure.of(Kind.TLS, answer.uri(), String.valueOf(failure.getMessage()), failure);
            }
            try (answer) {
                if (answer.status() == 401) {
                    authorizer.challenged(answer, Optional.empty());
                }
                answer.drain();
            }
            pinged = true;
        } finally {
            lock.unlock();
        }
    }
}
