package io.djong.cli.template;

import io.djong.client.json.JsonArray;
import io.djong.client.json.JsonNumber;
import io.djong.client.json.JsonObject;
import io.djong.client.json.JsonString;
import io.djong.client.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A part of a template. Each kind renders itself: a switch over the kinds would be linked at run time, which takes a
 * short-lived program longer than all the rest of a template.
 */
sealed interface Node {
    /** Writes the part for the current element. */
    void render(Scope scope, JsonValue dot);

    /** Text that goes out as it is. */
    record Text(String text) implements Node {
        @Override
        public void render(Scope scope, JsonValue dot) {
            scope.print(text);
        }
    }

    /** A value that goes out, or only into variables where the pipeline declares some. */
    record Action(Pipeline pipeline) implements Node {
        @Override
        public void render(Scope scope, JsonValue dot) {
            JsonValue value = pipeline.value(scope, dot);
            if (pipeline.variables().isEmpty()) {
                scope.print(Functions.print(value));
            }
        }
    }

    /** One of two parts, by whether the pipeline's value is empty. */
    record If(Pipeline condition, List<Node> then, List<Node> otherwise) implements Node {
        @Override
        public void render(Scope scope, JsonValue dot) {
            scope.render(Functions.isEmpty(condition.value(scope, dot)) ? otherwise : then, dot);
        }
    }

    /** As {@link If}, with the value as the dot of the first part. */
    record With(Pipeline condition, List<Node> then, List<Node> otherwise) implements Node {
        @Override
        public void render(Scope scope, JsonValue dot) {
            JsonValue value = condition.value(scope, dot);
            if (Functions.isEmpty(value)) {
                scope.render(otherwise, dot);
            } else {
                scope.render(then, value);
            }
        }
    }

    /** A part for each element, or the other one where there is none. */
    record Range(Pipeline elements, List<Node> body, List<Node> otherwise) implements Node {
        @Override
        public void render(Scope scope, JsonValue dot) {
            JsonValue all = elements.value(scope, dot);
            if (Functions.isEmpty(all)) {
                scope.render(otherwise, dot);
            } else if (all instanceof JsonArray array) {
                int index = 0;
                for (JsonValue element : array) {
                    element(scope, JsonNumber.of(index++), element);
                }
            } else if (all instanceof JsonObject object) {
                for (Map.Entry<String, JsonValue> member : new TreeMap<>(object.members()).entrySet()) {
                    element(scope, new JsonString(member.getKey()), member.getValue());
                }
            } else {
                throw new TemplateException("template: :1: range can't iterate over " + Functions.print(all));
            }
        }

        private void element(Scope scope, JsonValue key, JsonValue element) {
            List<String> names = elements.variables();
            if (!names.isEmpty()) {
                scope.set(names.getLast(), element);
            }
            if (names.size() == 2) {
                scope.set(names.getFirst(), key);
            }
            scope.render(body, element);
        }
    }
}
