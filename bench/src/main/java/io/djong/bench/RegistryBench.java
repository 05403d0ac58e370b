package io.djong.bench;

import io.djong.testkit.process.Await;
import io.djong.testkit.process.Command;
import io.djong.testkit.process.Running;
import io.djong.testkit.registry.Registry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Our registry against Debian's docker-registry: eight clients push and pull blobs of 1 MB, by turns on the one and on the
 * other. Arguments: the distribution's directory, rounds (5), blobs of a client in a round (25).
 */
public final class RegistryBench {
    private static final int CLIENTS = 8;
    private static final int SIZE = 1 << 20;
    private static final String REPOSITORY = "bench/blobs";

    private final int rounds;
    private final int each;
    private final byte[] noise = new byte[SIZE];

    private RegistryBench(int rounds, int each) {
        this.rounds = rounds;
        this.each = each;
        new Random(1).nextBytes(noise);
    }

    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        int each = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 25;
        Path work = Files.createTempDirectory("djong-registry-bench");
        try {
            new RegistryBench(rounds, each).run(Path.of(arguments[0]), work);
        } finally {
            Command.of("rm", "-rf", work.toString()).run();
        }
    }

    private void run(Path distribution, Path work) throws Exception {
        int port = freePort();
        try (Registry debian = Registry.start(work);
                Running ours = Command.of(distribution.resolve("bin/djongd").toString(), "registry", "serve")
                        .and(
                                "--addr",
                                "127.0.0.1:" + port,
                                "--root",
                                work.resolve("ours").toString())
                        .and("--access-log", "off")
                        .start()) {
            Await.until("our registry listens", Duration.ofSeconds(20), () -> accepts(port), ours::toString);
            int other = Integer.parseInt(debian.host().substring(debian.host().indexOf(':') + 1));
            double[][] rates = new double[4][rounds];
            measure(-1, port, new double[4][1], 0);
            measure(-1, other, new double[4][1], 2);
            for (int round = 0; round < rounds; round++) {
                measure(round, port, rates, 0);
                measure(round, other, rates, 2);
            }
            report("push", rates[0], rates[2]);
            report("pull", rates[1], rates[3]);
            System.out.println("our memory, PSS: " + pss(ours.pid()) / 1024 + " MiB");
        }
    }

    /** Pushes and pulls once; the rates, in blobs a second, go to the two places from {@code at} on. */
    private void measure(int round, int port, double[][] rates, int at) throws Exception {
        List<byte[][]> blobs = new ArrayList<>();
        List<String[]> digests = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
            byte[][] own = new byte[each][];
            String[] names = new String[each];
            for (int i = 0; i < each; i++) {
                own[i] = noise.clone();
                ByteBuffer.wrap(own[i]).putInt(round).putInt(client).putInt(i);
                names[i] = digest(own[i]);
            }
            blobs.add(own);
            digests.add(names);
        }
        int slot = Math.max(round, 0);
        rates[at][slot] = rate(
                port,
                (connection, client, i) -> connection.push(REPOSITORY, blobs.get(client)[i], digests.get(client)[i]));
        rates[at + 1][slot] = rate(port, (connection, client, i) -> {
            if (connection.pull(REPOSITORY, digests.get(client)[i]) != SIZE) {
                throw new IOException("a blob came in another size");
            }
        });
    }

    @FunctionalInterface
    private interface Work {
        void with(RegistryConnection connection, int client, int i) throws IOException;
    }

    private double rate(int port, Work work) throws InterruptedException, ExecutionException {
        long begun = System.nanoTime();
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<?>> done = new ArrayList<>();
            for (int number = 0; number < CLIENTS; number++) {
                int client = number;
                done.add(clients.submit(() -> {
                    try (RegistryConnection connection = new RegistryConnection(port)) {
                        for (int i = 0; i < each; i++) {
                            work.with(connection, client, i);
                        }
                    }
                    return client;
                }));
            }
            for (Future<?> one : done) {
                one.get();
            }
        }
        return CLIENTS * each / ((System.nanoTime() - begun) / 1e9);
    }

    private static void report(String what, double[] ours, double[] theirs) {
        System.out.printf(
                Locale.ROOT,
                "%s: %.0f blobs/s, docker-registry %.0f: %.2f times%n",
                what,
                median(ours),
                median(theirs),
                median(ours) / median(theirs));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static String digest(byte[] blob) throws NoSuchAlgorithmException {
        return "sha256:"
                + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(blob));
    }

    private static long pss(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), "smaps_rollup")).stream()
                .filter(line -> line.startsWith("Pss:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
