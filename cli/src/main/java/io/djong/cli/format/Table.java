package io.djong.cli.format;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Lines of cells, each column as wide as its widest cell. The last cell of a line is not padded. */
public final class Table {
    private static final int USUAL_WIDTH = 10;
    private static final int PADDING = 3;

    private final List<String[]> lines = new ArrayList<>();
    private final int leastWidth;

    public Table() {
        this(USUAL_WIDTH);
    }

    /** A table whose columns have at least that width. */
    public Table(int leastWidth) {
        this.leastWidth = leastWidth;
    }

    /** Adds a line whose cells are separated by tabs. */
    public void line(String cells) {
        lines.add(cells.split("\t", -1));
    }

    public void line(List<String> cells) {
        lines.add(cells.toArray(String[]::new));
    }

    public void print(PrintStream out) {
        int[] widths = widths();
        for (String[] cells : lines) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < cells.length; i++) {
                line.append(cells[i]);
                if (i < cells.length - 1) {
                    line.repeat(" ", widths[i] - length(cells[i]));
                }
            }
            out.print(line.append('\n'));
        }
    }

    private int[] widths() {
        int columns = 0;
        for (String[] cells : lines) {
            columns = Math.max(columns, cells.length);
        }
        int[] widths = new int[columns];
        for (String[] cells : lines) {
            for (int i = 0; i < cells.length - 1; i++) {
                widths[i] = Math.max(widths[i], Math.max(leastWidth, length(cells[i]) + PADDING));
            }
        }
        return widths;
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
