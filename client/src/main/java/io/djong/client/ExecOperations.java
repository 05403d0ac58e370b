package io.djong.client;

import io.djong.client.json.JsonObject;

/** Processes that are started in a running container. */
public final class ExecOperations {
    private final Transport transport;

    ExecOperations(Transport transport) {
        this.transport = transport;
    }

    /**
     * Prepares a process.
     *
     * @param spec API definition ExecConfig
     * @return its id
     */
    public String create(String container, JsonObject spec) {
        return transport
                .post("/containers/" + Query.encode(container) + "/exec", new Query(), spec)
                .string("Id");
    }

    /** Starts it and takes the connection over for its streams. */
    public Attachment attach(String id, JsonObject options) {
        return transport.hijack(path(id, "start"), new Query(), Transport.json(options));
    }

    /** Starts it and leaves it alone. */
    public void startDetached(String id, JsonObject options) {
        transport.post(path(id, "start"), new Query(), options);
    }

    public void resize(String id, int rows, int columns) {
        Query query = new Query().add("h", Integer.toString(rows)).add("w", Integer.toString(columns));
        transport.post(path(id, "resize"), query);
    }

    /** API definition ExecInspectResponse. */
    public JsonObject inspect(String id) {
        return transport.getObject(path(id, "json"), new Query());
    }

    private static String path(String id, String verb) {
        return "/exec/" + Query.encode(id) + "/" + verb;
    }
}
