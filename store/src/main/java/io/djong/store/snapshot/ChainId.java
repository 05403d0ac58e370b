package io.djong.store.snapshot;

import io.djong.model.Digest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Identities of layers together with all below them (OCI image spec, config.md, "Layer ChainID"). */
public final class ChainId {
    private ChainId() {}

    /** The chainID of a layer on top of a chain, or of a lowest layer. */
    public static Digest of(Optional<Digest> parent, Digest diffId) {
        return parent.map(below -> Digest.sha256((below + " " + diffId).getBytes(StandardCharsets.US_ASCII)))
                .orElse(diffId);
    }

    /** The chainIDs of all layers of an image, lowest first. */
    public static List<Digest> of(List<Digest> diffIds) {
        List<Digest> chain = new ArrayList<>(diffIds.size());
        Optional<Digest> parent = Optional.empty();
        for (Digest diffId : diffIds) {
            Digest chainId = of(parent, diffId);
            chain.add(chainId);
            parent = Optional.of(chainId);
        }
        return List.copyOf(chain);
    }
}
