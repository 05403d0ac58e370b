package io.djong.cli.command;

import io.djong.cli.format.Table;
import io.djong.cli.option.Option;
import io.djong.cli.template.Template;
import io.djong.cli.template.TemplateException;
import io.djong.client.json.JsonObject;
import java.util.List;
import java.util.Map;

/**
 * Rows with named columns, in the form that {@code --format} asks for: a table, one of the user's own columns, or a line
 * of text for each row.
 *
 * @param headings what stands above each column that a table may have
 * @param columns those of the usual table
 */
record Listing(Map<String, String> headings, List<String> columns) {

    Listing {
        headings = Map.copyOf(headings);
        columns = List.copyOf(columns);
    }

    static Option formatOption() {
        return Option.text(
                "format",
                "Format output: 'table' (default), 'table TEMPLATE' with columns of a Go template, 'json', or a Go"
                        + " template for each line");
    }

    /** The option of commands that show objects, not rows. */
    static Option objectFormat() {
        return Option.text("format", "Format output: 'json', or a Go template");
    }

    void print(Session session, String format, List<JsonObject> rows) {
        if (format.isEmpty() || format.equals("table")) {
            printTable(session, rows);
            return;
        }
        boolean table = format.startsWith("table ");
        String text = format.equals("json")
                ? "{{json .}}"
                : table ? format.substring(6).strip() : format;
        Template template = parse(text.replace("\\t", "\t").replace("\\n", "\n"));
        if (!table) {
            rows.forEach(row -> session.line(apply(template, row)));
            return;
        }
        Table lines = new Table();
        JsonObject.Builder above = JsonObject.builder();
        headings.forEach(above::put);
        lines.line(apply(template, above.build()));
        rows.forEach(row -> lines.line(apply(template, row)));
        lines.print(session.out());
    }

    private void printTable(Session session, List<JsonObject> rows) {
        Table table = new Table();
        table.line(columns.stream()
                .map(column -> headings.getOrDefault(column, column))
                .toList());
        for (JsonObject row : rows) {
            table.line(columns.stream().map(row::string).toList());
        }
        table.print(session.out());
    }

    static Template parse(String text) {
        try {
            return Template.parse(text);
        } catch (TemplateException e) {
            throw new CommandFailure("failed to parse template: " + e.getMessage());
        }
    }

    static String apply(Template template, JsonObject row) {
        try {
            return template.apply(row);
        } catch (TemplateException e) {
            throw new CommandFailure("failed to execute template: " + e.getMessage());
        }
    }
}
