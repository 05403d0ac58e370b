package io.djong.cli.template;

import io.djong.cli.template.Node.Command;
import io.djong.cli.template.Node.Operand;
import io.djong.cli.template.Node.Pipeline;
import io.djong.cli.template.Node.Source;
import io.djong.client.json.JsonArray;
import io.djong.client.json.JsonNull;
import io.djong.client.json.JsonNumber;
import io.djong.client.json.JsonObject;
import io.djong.client.json.JsonString;
import io.djong.client.json.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A template that was understood; it may be applied to any number of values. */
public final class Template {
    private final List<Node> nodes;

    private Template(List<Node> nodes) {
        this.nodes = nodes;
    }

    /** Reads a template; a {@link TemplateException} says what is wrong with it. */
    public static Template parse(String text) {
        return new Template(TemplateParser.parse(text));
    }

    /** The text for one value; a {@link TemplateException} says where the template does not fit it. */
    public String apply(JsonValue data) {
        Run run = new Run(data);
        run.nodes(nodes, data);
        return run.out.toString();
    }

    /** One application: the text so far and the variables. */
    private static final class Run {
        private final StringBuilder out = new StringBuilder();
        private final Map<String, JsonValue> variables = new HashMap<>();

        private Run(JsonValue data) {
            variables.put("", data);
        }

        private void nodes(List<Node> nodes, JsonValue dot) {
            for (Node node : nodes) {
                node(node, dot);
            }
        }

        private void node(Node node, JsonValue dot) {
            switch (node) {
                case Node.Text(String text) -> out.append(text);
                case Node.Action(Pipeline pipeline) -> {
                    JsonValue value = value(pipeline, dot);
                    if (pipeline.variables().isEmpty()) {
                        out.append(Functions.print(value));
                    }
                }
                case Node.If(Pipeline condition, List<Node> then, List<Node> otherwise) ->
                    nodes(Functions.isEmpty(value(condition, dot)) ? otherwise : then, dot);
                case Node.With(Pipeline condition, List<Node> then, List<Node> otherwise) -> {
                    JsonValue value = value(condition, dot);
                    boolean empty = Functions.isEmpty(value);
                    nodes(empty ? otherwise : then, empty ? dot : value);
                }
                case Node.Range range -> range(range, dot);
            }
        }

        private void range(Node.Range range, JsonValue dot) {
            JsonValue elements = value(range.elements(), dot);
            if (Functions.isEmpty(elements)) {
                nodes(range.otherwise(), dot);
                return;
            }
            switch (elements) {
                case JsonArray array -> {
                    int index = 0;
                    for (JsonValue element : array) {
                        element(range, JsonNumber.of(index++), element);
                    }
                }
                case JsonObject object ->
                    new TreeMap<>(object.members())
                            .forEach((name, element) -> element(range, new JsonString(name), element));
                default ->
                    throw new TemplateException("template: :1: range can't iterate over " + Functions.print(elements));
            }
        }

        private void element(Node.Range range, JsonValue key, JsonValue element) {
            List<String> names = range.elements().variables();
            if (!names.isEmpty()) {
                variables.put(names.getLast(), element);
            }
            if (names.size() == 2) {
                variables.put(names.getFirst(), key);
            }
            nodes(range.body(), element);
        }

        private JsonValue value(Pipeline pipeline, JsonValue dot) {
            JsonValue value = JsonNull.NULL;
            boolean piped = false;
            for (Command command : pipeline.commands()) {
                value = value(command, dot, piped ? List.of(value) : List.of());
                piped = true;
            }
            if (pipeline.variables().size() == 1) {
                variables.put(pipeline.variables().getFirst(), value);
            }
            return value;
        }

        private JsonValue value(Command command, JsonValue dot, List<JsonValue> piped) {
            Operand first = command.operands().getFirst();
            if (first.source() instanceof Source.Function(String name)) {
                List<JsonValue> arguments = new ArrayList<>();
                for (Operand operand :
                        command.operands().subList(1, command.operands().size())) {
                    arguments.add(value(operand, dot));
                }
                arguments.addAll(piped);
                return Functions.call(name, arguments);
            }
            if (command.operands().size() > 1 || !piped.isEmpty()) {
                throw new TemplateException("template: :1: can't give argument to non-function");
            }
            return value(first, dot);
        }

        private JsonValue value(Operand operand, JsonValue dot) {
            JsonValue value = switch (operand.source()) {
                case Source.Dot() -> dot;
                case Source.Variable(String name) -> variable(name);
                case Source.Literal(JsonValue literal) -> literal;
                case Source.Function(String name) -> Functions.call(name, List.of());
                case Source.Nested(Pipeline pipeline) -> value(pipeline, dot);
            };
            StringBuilder path = new StringBuilder();
            for (String field : operand.fields()) {
                path.append('.').append(field);
                value = field(value, field, path.toString());
            }
            return value;
        }

        private JsonValue variable(String name) {
            JsonValue value = variables.get(name);
            if (value == null) {
                throw new TemplateException("template: :1: undefined variable \"$" + name + "\"");
            }
            return value;
        }

        private static JsonValue field(JsonValue value, String name, String path) {
            if (value instanceof JsonObject object) {
                return object.find(name)
                        .orElseThrow(() -> new TemplateException("template: :1:2: executing \"\" at <" + path
                                + ">: map has no entry for key \"" + name + "\""));
            }
            if (value == JsonNull.NULL) {
                throw new TemplateException(
                        "template: :1:2: executing \"\" at <" + path + ">: nil pointer evaluating " + name);
            }
            throw new TemplateException("template: :1:2: executing \"\" at <" + path + ">: can't evaluate field " + name
                    + " in " + Functions.print(value));
        }
    }
}
