package io.djong.distribution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives each test a repository of its own, all at one registry. */
final class FreshRepository implements ParameterResolver {
    private static final ExtensionContext.Namespace OURS = ExtensionContext.Namespace.create(FreshRepository.class);

    /** The registry, which the end of all tests closes. */
    private record Shared(Path directory, Served served, AtomicInteger count) implements AutoCloseable {
        static Shared open() {
            try {
                Path directory = Files.createTempDirectory("conformance");
                return new Shared(directory, Served.start(directory), new AtomicInteger());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            served.close();
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file :
                        files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Repo.class;
    }

    @Override
    public Repo resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Shared shared =
                context.getRoot().getStore(OURS).computeIfAbsent(Shared.class, _ -> Shared.open(), Shared.class);
        return new Repo(shared.served().client(), "tried/" + shared.count().incrementAndGet());
    }
}
