package io.spillway.local.history;

import java.util.List;

/**
 * What a question was answered.
 *
 * @param columns names
 * @param rows values as texts, in the order of the columns; empty texts where there are none
 * @param numeric of each column, whether its values are numbers
 */
public record Answer(List<String> columns, List<List<String>> rows, List<Boolean> numeric) {

    public Answer {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        numeric = List.copyOf(numeric);
    }
}
