package io.djong.engine.network;

import io.djong.model.Filters;
import io.djong.model.error.NotImplemented;
import java.util.List;

/** The networks, with who is on them. */
public final class NetworkCatalog {
    NetworkCatalog() {}

    public List<NetworkView> list(Filters filters) {
        throw new NotImplemented("networks");
    }

    /** One network. @throws io.djong.model.error.NotFound with {@code network x not found} */
    public NetworkView inspect(String reference) {
        throw new NotImplemented("networks");
    }
}
