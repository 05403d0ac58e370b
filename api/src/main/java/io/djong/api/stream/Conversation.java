package io.djong.api.stream;

import io.djong.api.routing.Call;
import io.djong.engine.container.Attachment;
import io.djong.http.Hijacked;
import io.djong.http.Response;
import io.djong.model.container.StdStream;
import io.djong.model.error.EngineException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client at a process's streams: the connection becomes raw bytes both ways. A client that asks for {@code Upgrade:
 * tcp} gets 101, any other 200; both see the same stream.
 */
public final class Conversation {
    private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);

    private Conversation() {}

    /** Takes the connection over and moves bytes until the attachment ends. */
    public static void hold(Call call, Attachment attachment) throws IOException, InterruptedException {
        hold(call, attachment.tty(), () -> attachment);
    }

    /**
     * Takes the connection over, and only then begins what is to be attached to: some clients read the head through a
     * buffer, and lose what comes together with it. Why it could not begin is said in the stream.
     */
    public static void hold(Call call, boolean tty, Supplier<Attachment> begin)
            throws IOException, InterruptedException {
        try (Hijacked raw = takeOver(call, tty)) {
            Frames frames = new Frames(raw.output(), tty);
            try (Attachment attachment = begin.get()) {
                attachment.run(raw.input(), frames);
            } catch (EngineException e) {
                LOG.debug("{}: {}", call.request(), e.message());
                say(frames, e.message());
            }
        }
    }

    private static void say(Frames frames, String message) throws IOException {
        byte[] line = (message + "\r\n").getBytes(StandardCharsets.UTF_8);
        frames.write(StdStream.STDOUT, line, 0, line.length);
    }

    private static Hijacked takeOver(Call call, boolean tty) throws IOException {
        Response response = call.response();
        if (call.request().header("Upgrade").isEmpty()) {
            return response.status(200).header("Content-Type", MediaType.RAW).hijack();
        }
        return response.status(101)
                .header("Content-Type", MediaType.ofOutput(tty, call.version()))
                .header("Connection", "Upgrade")
                .header("Upgrade", "tcp")
                .hijack();
    }
}
