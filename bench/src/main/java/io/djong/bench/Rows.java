package io.djong.bench;

import java.util.List;

/** The rows that the project holds itself to, with the ratios wanted. */
final class Rows {
    private Rows() {}

    /** @param registry host and port of the one that images come from and go to */
    static List<Row> all(String registry) {
        return List.of(
                command("run", "`run --rm busybox true`, bridge", 0.28, 20, 0, "run", "--rm", "busybox", "true"),
                command(
                        "run-none",
                        "`run --rm --network none busybox true`",
                        0.28,
                        20,
                        0,
                        "run",
                        "--rm",
                        "--network",
                        "none",
                        "busybox",
                        "true"),
                command("exec", "`exec true`", 0.75, 20, 1, "exec", "bench", "true"),
                new ManyRunsRow("many", "30 detached runs, one after the other", 0.25, 3, 30, 1),
                new ManyRunsRow("many-8", "30 detached runs, 8 at a time", 0.4, 3, 30, 8),
                new FleetRow("start-32", "32 created containers started at once", 0.3, 3, 32, FleetRow.Deed.START),
                new FleetRow("stop-30", "`stop` of 30", 0.5, 3, 30, FleetRow.Deed.STOP),
                new FleetRow("rm-30", "`rm -f` of 30 that run", 0.3, 3, 30, FleetRow.Deed.REMOVE),
                command("ps", "`ps` with 100 containers", 1.2, 20, 100, "ps"),
                new PrintRow("print", "1 million lines printed, detached, until exit", 0.5, 5, 1_000_000),
                new LogsRow("logs", "`logs` of 1 million lines", 0.2, 5, 1_000_000, 20, List.of()),
                new LogsRow("logs-tail", "`logs --tail 10` of 500 MB", 1.0, 10, 4_000_000, 50, List.of("--tail", "10")),
                new StatsRow("stats-100", "`stats` of 100 containers for 10 s, CPU time of the engine", 0.25, 100, 10),
                new StartRow("start", "daemon start to first ping, empty", 0),
                new StartRow("start-30", "daemon start to first ping, 30 containers", 30),
                new MemoryRow("memory", "memory (PSS), idle", 1.4, 0),
                new MemoryRow("memory-30", "memory (PSS), 30 containers", 0.85, 30),
                new MemoryRow("memory-100", "memory (PSS), 100 containers", 0.5, 100),
                new LoadRow("load", "`load` of 500 MB, clean store", 0.5, 3),
                new SaveRow("save", "`save` of 500 MB", 0.7, 3),
                new RemoveImagesRow("rmi-10", "`rmi` of 10 images", 0.5, 5, 10),
                new CommandRow(
                        "images-200",
                        "`images` with 200 images",
                        1.0,
                        20,
                        new Stage.ManyImages(200, 0),
                        List.of("images")),
                new CommandRow(
                        "df-200",
                        "`system df`, 200 images, 50 containers",
                        0.1,
                        10,
                        new Stage.ManyImages(200, 50),
                        List.of("system", "df")),
                new PullRow(
                        "pull", "pull, 10 layers, 300 MB, clean store", 0.6, 3, List.of(), registry + BigImages.FIRST),
                new PullRow(
                        "pull-shared",
                        "pull, 9 of 10 layers here already",
                        0.5,
                        5,
                        List.of(registry + BigImages.FIRST),
                        registry + BigImages.SECOND),
                new PushRow("push", "`push` of 500 MB made here", 0.7, 3, registry));
    }

    private static Row command(String key, String title, double goal, int rounds, int containers, String... command) {
        return new CommandRow(key, title, goal, rounds, new Stage.Sleepers(containers), List.of(command));
    }
}
