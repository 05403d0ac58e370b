package io.djong.client;

/**
 * A client of one engine. Connects with the first call, not when it is made; safe for several threads; closing it
 * closes the connections that are not in use.
 */
public final class EngineClient implements AutoCloseable {
    private final Transport transport;

    private EngineClient(Transport transport) {
        this.transport = transport;
    }

    /** A client that speaks the newest version of the API that both sides know. */
    public static EngineClient of(Endpoint endpoint) {
        return new EngineClient(new Transport(endpoint, ""));
    }

    /** A client that speaks the given version of the API, such as {@code 1.47}; an engine may refuse it. */
    public static EngineClient of(Endpoint endpoint, String version) {
        return new EngineClient(new Transport(endpoint, version.startsWith("v") ? version.substring(1) : version));
    }

    /** The newest version of the API that this client knows. */
    public static String newestVersion() {
        return Transport.NEWEST;
    }

    public Endpoint endpoint() {
        return transport.endpoint();
    }

    /** The version of the API in use; asks the engine where that is not settled yet. */
    public String version() {
        return transport.version();
    }

    public SystemOperations system() {
        return new SystemOperations(transport);
    }

    public ContainerOperations containers() {
        return new ContainerOperations(transport);
    }

    public FileOperations files() {
        return new FileOperations(transport);
    }

    public ExecOperations execs() {
        return new ExecOperations(transport);
    }

    public ImageOperations images() {
        return new ImageOperations(transport);
    }

    @Override
    public void close() {
        transport.close();
    }
}
