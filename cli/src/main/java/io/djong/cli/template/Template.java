package io.djong.cli.template;

import io.djong.client.json.JsonValue;
import java.util.List;

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
        Scope scope = new Scope(data);
        scope.render(nodes, data);
        return scope.text();
    }
}
