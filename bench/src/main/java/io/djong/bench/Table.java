package io.djong.bench;

import java.util.Locale;

/** The result, as Markdown. */
final class Table {
    private final StringBuilder text = new StringBuilder();

    Table(String left, String right) {
        text.append("| work | %s | %s | ratio | goal | |\n|---|---:|---:|---:|---:|---|\n".formatted(left, right));
    }

    void add(Row row, Samples left, Samples right) {
        double ratio = right.median() / left.median();
        text.append(String.format(
                Locale.ROOT,
                "| %s | %s | %s | %.2f | %.2f | %s |\n",
                row.title(),
                cell(row, left),
                cell(row, right),
                ratio,
                row.goal(),
                ratio <= row.goal() ? "holds" : "MISSED"));
    }

    void addFailure(Row row, String reason) {
        text.append("| %s | – | – | – | %.2f | failed: %s |\n".formatted(row.title(), row.goal(), reason));
    }

    @Override
    public String toString() {
        return text.toString();
    }

    private static String cell(Row row, Samples samples) {
        String figure = String.format(Locale.ROOT, samples.median() < 10 ? "%.1f" : "%.0f", samples.median());
        return figure + " " + row.unit() + (samples.count() > 1 ? " (" + samples.count() + ")" : "");
    }
}
