package io.djong.engine.event;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.model.Filters;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventFilterTest {
    private static final Event EXEC = new Event(
            1,
            Instant.EPOCH,
            EventType.CONTAINER,
            "exec_start: sh -c true",
            "abc123",
            Map.of("image", "team/app:1", "name", "web-1", "colour", "blue"));
    private static final Event IMAGE =
            new Event(2, Instant.EPOCH, EventType.IMAGE, "tag", "sha256:77", Map.of("name", "team/app:1"));

    private static boolean accepts(Event event, String key, String value) {
        return new EventFilter(Filters.of(key, value)).accepts(event);
    }

    @ParameterizedTest
    @CsvSource({
        "type,container",
        "event,exec_start",
        "container,abc",
        "container,web-1",
        "container,web",
        "daemon,web",
        "image,team/app",
        "image,team/app:1",
        "label,colour",
        "label,colour=blue",
        "scope,local",
        "colour,of a key that is not known"
    })
    void whatFitsIsTold(String key, String value) {
        assertTrue(accepts(EXEC, key, value));
    }

    @ParameterizedTest
    @CsvSource({
        "type,image",
        "event,exec",
        "event,exec_die",
        "container,eb-1",
        "image,team",
        "image,app:1",
        "label,colour=red",
        "scope,swarm",
        "node,n1"
    })
    void whatDoesNotFitIsLeftOut(String key, String value) {
        assertFalse(accepts(EXEC, key, value));
    }

    @ParameterizedTest
    @CsvSource({"image,team/app,true", "image,sha256:77,true", "event,tag,true", "event,ta,false", "type,image,true"})
    void anImageIsMeantByItsNameWithOrWithoutTheTag(String key, String value, boolean told) {
        assertTrue(accepts(IMAGE, key, value) == told);
    }

    @Test
    void keysAddUpAndTheirValuesAreAlternatives() {
        Filters filters =
                new Filters(Map.of("type", Set.of("container", "image"), "event", Set.of("exec_start", "tag")));
        assertTrue(new EventFilter(filters).accepts(EXEC));
        assertTrue(new EventFilter(filters).accepts(IMAGE));
        assertFalse(new EventFilter(new Filters(Map.of("type", Set.of("image"), "event", Set.of("exec_start"))))
                .accepts(EXEC));
    }
}
