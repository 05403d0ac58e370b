package io.djong.engine.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.djong.model.Digest;
import io.djong.model.image.ImageConfig;
import io.djong.model.json.Json;
import io.djong.store.image.ImageRecord;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SharedLayersTest {
    private static Digest layer(int number) {
        return Digest.sha256(new byte[] {(byte) number});
    }

    private static ImageRecord image(int... layers) {
        List<Digest> chain =
                Arrays.stream(layers).mapToObj(SharedLayersTest::layer).toList();
        String diffIds = chain.stream().map(id -> "\"" + id + "\"").collect(Collectors.joining(","));
        ImageConfig config = Json.read("{\"rootfs\":{\"diff_ids\":[" + diffIds + "]}}", ImageConfig.class);
        return new ImageRecord(chain.getLast(), null, null, List.of(), chain, 0, config, null, Instant.EPOCH);
    }

    @Test
    void aLayerIsSharedByTheImagesThatHaveIt() {
        Map<String, Long> sizes = Map.of(layer(1).toString(), 100L, layer(2).toString(), 20L, layer(3).toString(), 3L);
        ImageRecord two = image(1, 2);
        ImageRecord three = image(1, 3);
        SharedLayers shared = new SharedLayers(List.of(two, three), sizes);
        assertEquals(100, shared.of(two));
        assertEquals(100, shared.of(three));
        assertEquals(0, new SharedLayers(List.of(two), sizes).of(two));
    }
}
