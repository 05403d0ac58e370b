package io.djong.api.routing;

import io.djong.model.error.NotFound;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The table of routes. Filled once, then only read, by any number of threads. */
public final class Router {
    private final Map<String, List<Route>> routes = new HashMap<>();

    /** Answers a call. */
    @FunctionalInterface
    public interface Action {
        void answer(Call call) throws IOException, InterruptedException;
    }

    private record Route(String method, PathPattern path, Action action) {}

    /** What a request's path and method lead to. */
    public record Match(Action action, Map<String, String> variables) {}

    /** Adds a route; where several fit, the one added first is taken. */
    public Router on(String method, String path, Action action) {
        PathPattern pattern = PathPattern.of(path);
        routes.computeIfAbsent(pattern.first(), _ -> new ArrayList<>()).add(new Route(method, pattern, action));
        return this;
    }

    /**
     * Finds the route.
     *
     * @throws NotFound where there is none, in the words of Docker, which does not tell a wrong method from a wrong path
     */
    public Match find(String method, String path) {
        List<String> segments = PathPattern.split(path);
        for (Route route : routes.getOrDefault(segments.getFirst(), List.of())) {
            if (route.method.equals(method)) {
                Optional<Map<String, String>> variables = route.path.match(segments);
                if (variables.isPresent()) {
                    return new Match(route.action, variables.get());
                }
            }
        }
        throw new NotFound("page not found");
    }
}
