package io.djong.model.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.djong.model.error.InvalidArgument;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonTest {
    private record Part(String name, int weight) {
        Part {
            if (weight < 0) {
                throw new InvalidArgument("negative weight");
            }
        }
    }

    private record Whole(
            @JsonProperty("Id") String id,
            List<Part> parts,
            @Nullable Boolean sealed,
            long size) {}

    @Test
    void recordsAreReadWithWhatIsMissingLeftOut() {
        Whole whole = Json.read("""
                {"id": "a", "Parts": [{"NAME": "x", "weight": 2}, {"name": "y", "weight": null}], "unknown": {}}""", Whole.class);
        assertEquals(new Whole("a", List.of(new Part("x", 2), new Part("y", 0)), null, 0), whole);
    }

    @Test
    void whatARecordRefusesIsToldInItsWords() {
        InvalidArgument refused = assertThrows(InvalidArgument.class, () -> Json.read("{\"weight\": -1}", Part.class));
        assertEquals(true, refused.message().contains("negative weight"), refused.message());
    }

    @Test
    void aValueThatDoesNotFitIsRefused() {
        assertThrows(InvalidArgument.class, () -> Json.read("{\"weight\": \"heavy\"}", Part.class));
    }

    @Test
    void aTypeThatWasLearntIsReadLikeAnyOther() {
        Json.learn(Part.class);
        assertEquals(new Part("z", 1), Json.read("{\"name\": \"z\", \"weight\": 1}", Part.class));
    }
}
