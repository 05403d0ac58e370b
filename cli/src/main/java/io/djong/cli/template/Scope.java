package io.djong.cli.template;

import io.djong.client.json.JsonValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One application of a template: the text so far, and the variables. */
final class Scope {
    private final StringBuilder out = new StringBuilder();
    private final Map<String, JsonValue> variables = new HashMap<>();

    /** The whole data is the variable without a name. */
    Scope(JsonValue data) {
        variables.put("", data);
    }

    void print(String text) {
        out.append(text);
    }

    void render(List<Node> nodes, JsonValue dot) {
        for (Node node : nodes) {
            node.render(this, dot);
        }
    }

    void set(String variable, JsonValue value) {
        variables.put(variable, value);
    }

    JsonValue variable(String name) {
        JsonValue value = variables.get(name);
        if (value == null) {
            throw new TemplateException("template: :1: undefined variable \"$" + name + "\"");
        }
        return value;
    }

    String text() {
        return out.toString();
    }
}
