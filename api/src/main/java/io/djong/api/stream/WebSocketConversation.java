package io.djong.api.stream;

import io.djong.api.routing.Call;
import io.djong.engine.container.Attachment;
import io.djong.http.WebSocket;
import io.djong.model.error.EngineException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client at a process's streams by a WebSocket: a message is some bytes, both ways. Standard output and standard error
 * come as one. The messages are binary, and text before version 1.28.
 */
public final class WebSocketConversation {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketConversation.class);

    private WebSocketConversation() {}

    /**
     * Takes the connection over and moves bytes until the attachment ends, which it does as well when the client goes.
     *
     * @param stdin whether the attachment reads what the client sends
     */
    public static void hold(Call call, Attachment attachment, boolean stdin) throws IOException, InterruptedException {
        WebSocket.Payload payload = call.version().before(1, 28) ? WebSocket.Payload.TEXT : WebSocket.Payload.BINARY;
        try (WebSocket socket = WebSocket.accept(call.request(), call.response(), payload, attachment::close)) {
            if (!stdin) {
                Thread.ofVirtual().name("web socket").start(() -> drain(socket.input()));
            }
            attachment.run(stdin ? socket.input() : InputStream.nullInputStream(), new Frames(socket.output(), true));
        } catch (EngineException e) {
            if (!call.response().committed()) {
                throw e;
            }
            LOG.debug("{}: {}", call.request(), e.message());
        }
    }

    /** Somebody has to read, to hear of the client's end. */
    private static void drain(InputStream input) {
        try {
            input.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            LOG.debug("a web socket ended: {}", e.getMessage());
        }
    }
}
