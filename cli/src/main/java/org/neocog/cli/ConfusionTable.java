package org.neocog.cli;

import com.google.gson.JsonArray;
import java.util.Arrays;
import java.util.List;

/** How often each class (row) was taken for each class (column), as text and as JSON. */
final class ConfusionTable {
    private ConfusionTable() {}

    static List<String> lines(int[][] confusion, List<String> labels) {
        TextTable.Align[] columns = new TextTable.Align[labels.size() + 1];
        Arrays.fill(columns, TextTable.Align.RIGHT);
        TextTable table = new TextTable(columns);
        String[] cells = new String[columns.length];
        cells[0] = "";
        for (int column = 1; column < cells.length; column++) {
            cells[column] = labels.get(column - 1);
        }
        table.row(cells);
        for (int row = 0; row < labels.size(); row++) {
            cells[0] = labels.get(row);
            for (int column = 1; column < cells.length; column++) {
                int count = confusion[row][column - 1];
                cells[column] = count == 0 ? "." : Integer.toString(count);
            }
            table.row(cells);
        }
        return table.lines();
    }

    static JsonArray json(int[][] confusion) {
        JsonArray rows = new JsonArray();
        for (int[] row : confusion) {
            rows.add(Json.array(row));
        }
        return rows;
    }
}
