package org.neocog.cli;

import java.util.ArrayList;
import java.util.List;

/** Columns of text, each as wide as its widest cell, two blanks apart. */
final class TextTable {
    enum Align {
        LEFT,
        RIGHT
    }

    private final Align[] columns;
    private final List<String[]> rows = new ArrayList<>();

    TextTable(Align... columns) {
        this.columns = columns.clone();
    }

    TextTable row(String... cells) {
        if (cells.length != columns.length) {
            throw new IllegalArgumentException(cells.length + " cells for " + columns.length + " columns");
        }
        rows.add(cells.clone());
        return this;
    }

    /** The rows, without blanks at their ends. */
    List<String> lines() {
        int[] widths = new int[columns.length];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private String line(String[] row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.length; i++) {
            String padding = " ".repeat(widths[i] - row[i].length());
            line.append(i == 0 ? "" : "  ")
                    .append(columns[i] == Align.LEFT ? row[i] + padding : padding + row[i]);
        }
        return line.toString().stripTrailing();
    }
}
