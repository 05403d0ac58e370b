package io.djong.cli.template;

import io.djong.client.json.JsonValue;
import java.util.List;

/** A part of a template. */
sealed interface Node {
    /** Text that goes out as it is. */
    record Text(String text) implements Node {}

    /** A value that goes out, or only into variables where the pipeline declares some. */
    record Action(Pipeline pipeline) implements Node {}

    /** One of two parts, by whether the pipeline's value is empty. */
    record If(Pipeline condition, List<Node> then, List<Node> otherwise) implements Node {}

    /** As {@link If}, with the value as the dot of the first part. */
    record With(Pipeline condition, List<Node> then, List<Node> otherwise) implements Node {}

    /** A part for each element, or the other one where there is none. */
    record Range(Pipeline elements, List<Node> body, List<Node> otherwise) implements Node {}

    /**
     * Commands of which each gets the value of the one before as its last argument.
     *
     * @param variables that get the value: one, or two for the key and the element of a range
     */
    record Pipeline(List<String> variables, List<Command> commands) {}

    /** A function with its arguments, or a single operand. */
    record Command(List<Operand> operands) {}

    /** A value, and the fields to follow from there. */
    record Operand(Source source, List<String> fields) {}

    /** Where a value comes from. */
    sealed interface Source {
        /** The current element. */
        record Dot() implements Source {}

        /** A variable, by its name without the dollar; the empty one is the whole data. */
        record Variable(String name) implements Source {}

        /** A constant. */
        record Literal(JsonValue value) implements Source {}

        /** The name of a function. */
        record Function(String name) implements Source {}

        /** A pipeline in parentheses. */
        record Nested(Pipeline pipeline) implements Source {}
    }
}
