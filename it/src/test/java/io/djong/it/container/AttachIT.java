package io.djong.it.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.it.Host;
import io.djong.testkit.process.Await;
import io.djong.testkit.process.Command;
import io.djong.testkit.process.Result;
import io.djong.testkit.process.Running;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code docker attach}: what of the client's reaches the process, and what of the process's the client. */
final class AttachIT {
    @RegisterExtension
    static final Host HOST = Host.with();

    private static final String TALKER =
            "trap 'echo terminated; exit 7' TERM HUP; n=0; while :; do n=$((n+1)); echo $n; sleep 0.05; done";

    private static void run(String name, String... command) {
        HOST.docker()
                .command("run", "-di", "--network", "none", "--name", name, "busybox")
                .and(command)
                .run()
                .ok();
    }

    /** Not by Java, which would hear nothing of it any more. */
    private static Result signalled(Running client, String signal) {
        Command.of("kill", "-" + signal, Long.toString(client.pid())).run().ok();
        return client.finish(Host.LIMIT);
    }

    @Test
    void signalsOfTheClientArePassedOn() {
        run("box", "sh", "-c", TALKER);
        try (Running attach = HOST.docker().start("attach", "box")) {
            attach.awaitOut("it talks", Host.LIMIT, text -> text.contains("\n"));
            Result end = signalled(attach, "TERM").exits(7);
            assertTrue(end.out().endsWith("terminated\n"), end::out);
        }
    }

    @Test
    void withoutAProxyASignalEndsTheClientAlone() {
        run("box", "sh", "-c", TALKER);
        try (Running attach = HOST.docker().start("attach", "--sig-proxy=false", "box")) {
            attach.awaitOut("it talks", Host.LIMIT, text -> text.contains("\n"));
            Result end = signalled(attach, "HUP"); // of TERM it wants three
            assertTrue(!end.out().contains("terminated"), end::out);
        }
        assertEquals("running", HOST.docker().inspect("box", "{{.State.Status}}"));
        HOST.docker().ok("kill", "box");
    }

    @Test
    void withoutStdinNothingThatIsTypedArrives() {
        run("box", "sh", "-c", "read line; echo got $line; read line; echo end");
        try (Running deaf = HOST.docker().start("attach", "--no-stdin", "box");
                Running hearing = HOST.docker().start("attach", "box")) {
            deaf.write("mine\n").closeInput();
            hearing.write("yours\n");
            deaf.awaitOut("the other's line", Host.LIMIT, "got yours\n"::equals);
            hearing.write("more\n");
            assertEquals("got yours\nend\n", hearing.finish(Host.LIMIT).ok().out());
            assertEquals("got yours\nend\n", deaf.finish(Host.LIMIT).ok().out());
        }
    }

    @Test
    void theExitCodeIsTheContainersAndAttachingLaterIsRefused() {
        run("box", "sh", "-c", "read line; exit 5");
        try (Running attach = HOST.docker().start("attach", "box")) {
            attach.write("go\n").finish(Host.LIMIT).exits(5);
        }
        Await.until(
                "it is over",
                Host.LIMIT,
                () -> HOST.docker().inspect("box", "{{.State.Status}}").equals("exited"));
        String refusal = HOST.docker().run("attach", "box").exits(1).err();
        assertTrue(refusal.contains("cannot attach to a stopped container, start it first"), refusal);
        HOST.docker().ok("start", "box");
        HOST.docker().ok("pause", "box");
        refusal = HOST.docker().run("attach", "box").exits(1).err();
        assertTrue(refusal.contains("cannot attach to a paused container, unpause it first"), refusal);
    }
}
