package io.djong.testkit.daemon;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The engines that the suites can run on: ours, and Docker's, whose answers say what is expected. */
public enum EngineKind {
    /** Our daemon, from the distribution that {@code djong.distribution} names. */
    DJONGD {
        @Override
        List<String> program() {
            Path launcher = Path.of(System.getProperty("djong.distribution", ""), "bin", "djongd");
            if (!Files.isExecutable(launcher)) {
                throw new AssertionError("there is no " + launcher.toAbsolutePath()
                        + ": build the distribution (mvn -pl dist -am -DskipTests package)"
                        + " and name it by -Ddjong.distribution=…/dist/target/djong");
            }
            return List.of(launcher.toString());
        }

        @Override
        public boolean keeps(String path) {
            return path.contains("/blobs")
                    || path.contains("/state.db")
                    || path.contains("/registry/")
                    || path.endsWith("/mirrors.json");
        }
    },
    /** Docker's own daemon, as the machine has it. */
    DOCKERD {
        @Override
        List<String> program() {
            return List.of("dockerd");
        }

        @Override
        public boolean keeps(String path) {
            // It collects the mount points of past network namespaces once a minute.
            return path.contains("/containerd/") || path.contains("/x/netns/") || path.contains("/distribution/");
        }
    };

    /** The kind that {@code -Dengine=dockerd} chooses; ours otherwise. */
    public static EngineKind chosen() {
        return System.getProperty("engine", "djongd").equals("dockerd") ? DOCKERD : DJONGD;
    }

    /** Whether a file below the roots belongs to images or to the daemon itself, so that no test has to remove it. */
    public abstract boolean keeps(String path);

    /** The program and the arguments that start it, before any flag of the daemon. */
    abstract List<String> program();
}
