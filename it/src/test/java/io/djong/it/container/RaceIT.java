package io.djong.it.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.it.Host;
import io.djong.testkit.process.Command;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Many clients do what they like to the same containers at once. Each request is answered in time, none with a failure
 * of the engine, and nothing is left in the end. {@code -Drace.seconds=120 -Drace.seed=…} runs longer, or the same again.
 */
final class RaceIT {
    private static final String ADDRESS = "127.0.0.1:23752";

    @RegisterExtension
    static final Host HOST = Host.with("-H", "tcp://" + ADDRESS);

    private static final int CLIENTS = 16;
    private static final int CONTAINERS = 30;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration MOMENT = Duration.ofSeconds(1);
    private static final Duration LENGTH = Duration.ofSeconds(Long.getLong("race.seconds", 20));
    private static final Pattern ID = Pattern.compile("\"Id\":\"((?:sha256:)?[0-9a-f]+)\"");
    private static final List<String> COMMANDS =
            List.of("true", "sleep 60", "trap 'exit 3' TERM; while :; do sleep 0.1; done", "echo x; exit 1");

    private final String archive =
            Command.of("tar", "-cC", "/etc", "hostname").run().ok().out();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final Map<String, Integer> answers = new ConcurrentHashMap<>();

    @Test
    void whateverManyClientsDoAtOnceTheEngineAnswersAndLeavesNothing() throws InterruptedException {
        long seed = Long.getLong("race.seed", new SplittableRandom().nextLong());
        System.out.println("race.seed=" + seed);
        Instant end = Instant.now().plus(LENGTH);
        SplittableRandom random = new SplittableRandom(seed);
        List<Thread> clients = new ArrayList<>();
        try (HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1) // an offer to upgrade would be taken for one to attach
                .connectTimeout(LIMIT)
                .build()) {
            for (int i = 0; i < CLIENTS; i++) {
                Client client = new Client(http, random.split());
                clients.add(Thread.ofVirtual().name("client " + i).start(() -> client.run(end)));
            }
            Client last = new Client(http, random.split());
            for (Thread client : clients) {
                while (!client.join(Instant.now().isBefore(end) ? LENGTH : MOMENT)) {
                    assertTrue(
                            Instant.now().isBefore(end.plus(LIMIT.multipliedBy(2))), () -> client + " hangs; " + seed);
                    last.unpauseAll();
                }
            }
        }
        System.out.println(answers);
        assertEquals(List.of(), List.copyOf(failures), "seed " + seed);
    }

    private final class Client {
        private final HttpClient http;
        private final SplittableRandom random;

        Client(HttpClient http, SplittableRandom random) {
            this.http = http;
            this.random = random;
        }

        void run(Instant end) {
            try {
                while (Instant.now().isBefore(end) && failures.isEmpty()) {
                    act("/containers/race" + random.nextInt(CONTAINERS));
                }
            } catch (IOException e) {
                failures.add(e.toString());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** Whoever waits for a command in a container that somebody has paused waits until somebody lets it go on. */
        void unpauseAll() {
            try {
                for (int i = 0; i < CONTAINERS; i++) {
                    send("POST", "/containers/race" + i + "/unpause");
                }
            } catch (IOException e) {
                failures.add(e.toString());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void act(String container) throws IOException, InterruptedException {
            switch (random.nextInt(20)) {
                case 0, 1, 2 -> create(container);
                case 3, 4, 5 -> send("POST", container + "/start");
                case 6 -> send("POST", container + "/stop?t=0");
                case 7 -> send("POST", container + "/kill");
                case 8 -> send("POST", container + "/restart?t=0");
                case 9 -> send("POST", container + "/pause");
                case 10 -> send("POST", container + "/unpause");
                case 11 -> send("DELETE", container + "?force=1&v=1");
                case 12 -> send("DELETE", container + "?v=1");
                case 13 -> exec(container);
                case 14 -> send("GET", container + "/json?size=1");
                case 15 -> look(container);
                case 16 -> send("POST", container + "/update", "{\"CpuShares\":" + random.nextInt(2, 1000) + "}");
                case 17 -> copy(container);
                case 18 -> commit(container);
                default -> send("POST", container + "/rename?name=race" + random.nextInt(CONTAINERS));
            }
        }

        private void create(String container) throws IOException, InterruptedException {
            String name = container.substring(container.lastIndexOf('/') + 1);
            String body = "{\"Image\":\"busybox\",\"Cmd\":[\"sh\",\"-c\",\"" + pick(COMMANDS)
                    + "\"],\"Volumes\":{" + pick(List.of("", "", "\"/v\":{}")) + "},\"HostConfig\":{\"AutoRemove\":"
                    + pick(List.of("true", "false", "false")) + ",\"NetworkMode\":\""
                    + pick(List.of("none", "bridge")) + "\"}}";
            send("POST", "/containers/create?name=" + name, body);
        }

        private void exec(String container) throws IOException, InterruptedException {
            String command = "{\"AttachStdout\":true,\"Cmd\":[\"echo\",\"x\"]}";
            Matcher id = ID.matcher(send("POST", container + "/exec", command).body());
            if (id.find()) {
                String detach = pick(List.of("true", "false"));
                send("POST", "/exec/" + id.group(1) + "/start", "{\"Detach\":" + detach + "}");
                send("GET", "/exec/" + id.group(1) + "/json");
            }
        }

        private void copy(String container) throws IOException, InterruptedException {
            switch (random.nextInt(4)) {
                case 0 -> send("HEAD", container + "/archive?path=/etc/passwd");
                case 1 -> send("GET", container + "/archive?path=/etc");
                case 2 -> send("GET", container + "/changes");
                default -> send("PUT", container + "/archive?path=/tmp", archive);
            }
        }

        private void commit(String container) throws IOException, InterruptedException {
            String pause = pick(List.of("0", "1"));
            Matcher id = ID.matcher(send("POST", "/commit?container=" + container.substring(12) + "&pause=" + pause)
                    .body());
            if (id.find()) {
                send("DELETE", "/images/" + id.group(1));
            }
        }

        private void look(String container) throws IOException, InterruptedException {
            switch (random.nextInt(5)) {
                case 0 -> send("GET", container + "/top");
                case 1 -> send("GET", container + "/logs?stdout=1");
                case 2 -> send("GET", "/containers/json?all=1&size=1");
                case 3 -> send("GET", container + "/stats?stream=0&one-shot=1");
                default -> send("GET", "/system/df");
            }
        }

        private String pick(List<String> choices) {
            return choices.get(random.nextInt(choices.size()));
        }

        private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
            return send(method, path, "");
        }

        private HttpResponse<String> send(String method, String path, String body)
                throws IOException, InterruptedException {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + ADDRESS + "/v1.47" + path))
                    .timeout(LIMIT)
                    .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
            if (!body.isEmpty()) {
                request.header("Content-Type", "application/json");
            }
            HttpResponse<String> answer;
            try {
                answer = http.send(request.build(), BodyHandlers.ofString());
            } catch (IOException e) {
                throw new IOException(method + " " + path + ": " + e, e);
            }
            String operation = path.replaceAll("[?].*", "").replaceAll("race[0-9]+|[0-9a-f]{64}", "*");
            answers.merge(method + " " + operation + " " + answer.statusCode(), 1, Integer::sum);
            if (answer.statusCode() >= 500 && !answer.body().contains("is not paused")) { // as Docker answers
                failures.add(method + " " + path + " " + (body.equals(archive) ? "" : body) + ": " + answer.statusCode()
                        + " " + answer.body());
            }
            return answer;
        }
    }
}
