package io.spillway.local.cli;

import io.spillway.local.history.Answer;
import io.spillway.local.view.Style;
import java.util.ArrayList;
import java.util.List;

/** An answer as lines of columns: numbers to the right, texts to the left. */
record TextTable(Style style) {

    /** Longer values are cut. */
    private static final int WIDEST = 80;

    List<String> lines(Answer answer) {
        var shown = new ArrayList<List<String>>();
        shown.add(answer.columns());
        answer.rows().forEach(row -> shown.add(row.stream().map(this::cell).toList()));
        var lines = new ArrayList<String>();
        for (var row : shown) {
            lines.add(line(row, answer.numeric(), widths(shown)));
        }
        if (answer.rows().isEmpty()) {
            lines.add("Nothing.");
        }
        return lines;
    }

    private String cell(String value) {
        var safe = style.safe(value);
        return safe.length() <= WIDEST ? safe : safe.substring(0, WIDEST - 1) + "…";
    }

    private static List<Integer> widths(List<List<String>> rows) {
        var widths = new ArrayList<Integer>();
        for (int i = 0; i < rows.getFirst().size(); i++) {
            var column = i;
            widths.add(rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0));
        }
        return widths;
    }

    private static String line(List<String> row, List<Boolean> numeric, List<Integer> widths) {
        var line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            var padding = " ".repeat(widths.get(i) - row.get(i).length());
            line.append(i == 0 ? "" : "  ")
                    .append(numeric.get(i) ? padding + row.get(i) : row.get(i) + padding);
        }
        return line.toString().stripTrailing();
    }
}
