package io.djong.registry;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The registry itself or one of its mirrors, with the routes that may lead there: by HTTPS, and where that is allowed by
 * plain HTTP. Lives as long as the operation it was made for, and knows which routes are dead.
 */
final class Site {
    private final List<Route> routes;
    private final Set<Route> dead = ConcurrentHashMap.newKeySet();

    Site(List<Route> routes) {
        if (routes.isEmpty()) {
            throw new IllegalArgumentException("a site without a route");
        }
        this.routes = List.copyOf(routes);
    }

    boolean isMirror() {
        return routes.getFirst().endpoint().isMirror();
    }

    String name() {
        return routes.getFirst().endpoint().name();
    }

    /** One exchange with a registry. */
    @FunctionalInterface
    interface Step<T> {
        T on(Route route) throws RegistryFailure;
    }

    /** The result of the first route that has one; the failure is that of the last one tried. */
    <T> T ask(Step<T> step) throws RegistryFailure {
        RegistryFailure last = null;
        Route lastTried = null;
        for (Route route : routes) {
            boolean hopeless = last != null && lastTried != null && !helps(lastTried, last);
            if (hopeless || (dead.contains(route) && route != routes.getLast())) {
                continue;
            }
            try {
                return step.on(route);
            } catch (RegistryFailure failure) {
                if (failure.kind().isOfConnection() && helps(route, failure)) {
                    dead.add(route);
                }
                if (last != null) {
                    failure.addSuppressed(last);
                }
                last = failure;
                lastTried = route;
            }
        }
        if (last == null) {
            throw new IllegalStateException("no route to " + name());
        }
        throw last;
    }

    /** Whether another scheme may do better. */
    private static boolean helps(Route tried, RegistryFailure failure) {
        if (tried.alive()) {
            return false;
        }
        return switch (failure.kind()) {
            case TLS, BROKEN -> true;
            case UNREACHABLE -> tried.endpoint().api().getPort() < 0;
            case TIMED_OUT -> tried.endpoint().scheme().equals("https");
            case PROXY, REFUSED, MALFORMED -> false;
        };
    }

    @Override
    public String toString() {
        return name();
    }
}
