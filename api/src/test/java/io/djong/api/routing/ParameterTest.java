package io.djong.api.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.djong.model.Filters;
import io.djong.model.error.InvalidArgument;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ParameterTest {
    @Test
    void filtersComeInTwoForms() {
        Filters lists = FilterParameter.parse("{\"label\":[\"a=b\",\"c\"],\"status\":[]}");
        assertEquals(List.of("a=b", "c"), lists.get("label"));
        assertEquals(List.of(), lists.get("status"));
        Filters maps = FilterParameter.parse("{\"label\":{\"a=b\":true,\"c\":true,\"d\":false}}");
        assertEquals(List.of("a=b", "c"), maps.get("label"));
        assertEquals(Filters.NONE, FilterParameter.parse(""));
        assertEquals(Filters.NONE, FilterParameter.parse("{}"));
        assertEquals(Filters.NONE, FilterParameter.parse("null"));
    }

    @Test
    void whatIsNoFilterIsRefused() {
        for (String text : List.of("x", "[]", "3", "{\"a\":3}", "{\"a\":[3]}", "{\"a\":\"b\"}", "{\"a\":", "\"a\"")) {
            assertThrows(InvalidArgument.class, () -> FilterParameter.parse(text), text);
        }
    }

    @Test
    void timesAreSecondsOrDates() {
        assertEquals(Optional.empty(), Timestamp.parse("since", ""));
        assertEquals(Optional.of(Instant.EPOCH), Timestamp.parse("since", "0"));
        assertEquals(Optional.of(Instant.ofEpochSecond(12)), Timestamp.parse("since", "12"));
        assertEquals(
                Optional.of(Instant.parse("2026-01-02T03:04:05Z")), Timestamp.parse("s", "2026-01-02T04:04:05+01:00"));
        for (String text : List.of("x", "1.2.3", "2026-13-02", "10m")) {
            assertThrows(InvalidArgument.class, () -> Timestamp.parse("since", text), text);
        }
    }
}
