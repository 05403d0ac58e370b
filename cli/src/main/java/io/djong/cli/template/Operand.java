package io.djong.cli.template;

import io.djong.client.json.JsonNull;
import io.djong.client.json.JsonObject;
import io.djong.client.json.JsonValue;
import java.util.List;

/** A value, and the fields to follow from there. */
record Operand(Source source, List<String> fields) {

    JsonValue value(Scope scope, JsonValue dot) {
        JsonValue value = source.value(scope, dot);
        StringBuilder path = new StringBuilder();
        for (String field : fields) {
            path.append('.').append(field);
            value = field(value, field, path.toString());
        }
        return value;
    }

    private static JsonValue field(JsonValue value, String name, String path) {
        String where = "template: :1:2: executing \"\" at <" + path + ">: ";
        if (value instanceof JsonObject object) {
            return object.find(name)
                    .or(() -> object.find(asInJson(name)))
                    .orElseThrow(() -> new TemplateException(where + "map has no entry for key \"" + name + "\""));
        }
        if (value == JsonNull.NULL) {
            throw new TemplateException(where + "nil pointer evaluating " + name);
        }
        throw new TemplateException(where + "can't evaluate field " + name + " in " + Functions.print(value));
    }

    /** Docker's fields write in capitals what its JSON does not: {@code .Server.APIVersion} is {@code ApiVersion}. */
    private static String asInJson(String field) {
        return field.replace("API", "Api").replace("ID", "Id");
    }

    /** Where a value comes from. */
    sealed interface Source {
        JsonValue value(Scope scope, JsonValue dot);
    }

    /** The current element. */
    record Dot() implements Source {
        @Override
        public JsonValue value(Scope scope, JsonValue dot) {
            return dot;
        }
    }

    /** A variable, by its name without the dollar; the empty one is the whole data. */
    record Variable(String name) implements Source {
        @Override
        public JsonValue value(Scope scope, JsonValue dot) {
            return scope.variable(name);
        }
    }

    /** A constant. */
    record Literal(JsonValue constant) implements Source {
        @Override
        public JsonValue value(Scope scope, JsonValue dot) {
            return constant;
        }
    }

    /** A function, which without arguments is a value of its own. */
    record Function(String name) implements Source {
        @Override
        public JsonValue value(Scope scope, JsonValue dot) {
            return Functions.call(name, List.of());
        }
    }

    /** A pipeline in parentheses. */
    record Nested(Pipeline pipeline) implements Source {
        @Override
        public JsonValue value(Scope scope, JsonValue dot) {
            return pipeline.value(scope, dot);
        }
    }
}
