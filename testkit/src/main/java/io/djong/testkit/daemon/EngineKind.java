package io.djong.testkit.daemon;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The engines that the suites can run on: ours, and Docker's, whose answers say what is expected. */
public enum EngineKind {
    /** Our daemon: the distribution's where {@code djong.distribution} names one, else this JVM's class path. */
    DJONGD {
        @Override
        List<String> program() {
            String distribution = System.getProperty("djong.distribution", "");
            Path launcher = Path.of(distribution, "bin", "djongd");
            if (!distribution.isEmpty() && Files.isExecutable(launcher)) {
                return List.of(launcher.toString());
            }
            List<String> java = new ArrayList<>();
            java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            java.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-Xmx512m"));
            java.addAll(List.of("-Djdk.virtualThreadScheduler.parallelism=8", "-XX:TieredStopAtLevel=1"));
            java.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.djong.daemon.Main"));
            return java;
        }

        @Override
        public boolean keeps(String path) {
            return path.contains("/blobs") || path.contains("/state.db");
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
