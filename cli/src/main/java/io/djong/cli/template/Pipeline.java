package io.djong.cli.template;

import io.djong.client.json.JsonNull;
import io.djong.client.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/**
 * Commands of which each gets the value of the one before as its last argument.
 *
 * @param variables that get the value: one, or two for the key and the element of a range
 */
record Pipeline(List<String> variables, List<Command> commands) {

    JsonValue value(Scope scope, JsonValue dot) {
        JsonValue value = JsonNull.NULL;
        List<JsonValue> piped = List.of();
        for (Command command : commands) {
            value = command.value(scope, dot, piped);
            piped = List.of(value);
        }
        if (variables.size() == 1) {
            scope.set(variables.getFirst(), value);
        }
        return value;
    }

    /** A function with its arguments, or a single operand. */
    record Command(List<Operand> operands) {
        private JsonValue value(Scope scope, JsonValue dot, List<JsonValue> piped) {
            Operand first = operands.getFirst();
            if (first.source() instanceof Operand.Function(String name)) {
                List<JsonValue> arguments = new ArrayList<>();
                for (Operand operand : operands.subList(1, operands.size())) {
                    arguments.add(operand.value(scope, dot));
                }
                arguments.addAll(piped);
                return Functions.call(name, arguments);
            }
            if (operands.size() > 1 || !piped.isEmpty()) {
                throw new TemplateException("template: :1: can't give argument to non-function");
            }
            return first.value(scope, dot);
        }
    }
}
