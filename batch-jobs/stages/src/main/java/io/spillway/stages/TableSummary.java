package io.spillway.stages;

import io.spillway.pipeline.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The counts and sums of a table's columns, in the order in which the columns came. */
final class TableSummary implements RowSink {

    static final int MAX_COLUMNS = 10_000;

    private final Map<String, ColumnSummary> columns = new LinkedHashMap<>();
    private List<ColumnSummary> inOrder = List.of();
    private long rows;

    @Override
    public void columns(List<String> names) {
        names.forEach(name -> columns.put(name, new ColumnSummary()));
        inOrder = List.copyOf(columns.values());
    }

    /** The column of this name, which need not have been announced. */
    ColumnSummary column(String name) throws Damaged {
        var column = columns.get(name);
        if (column == null) {
            if (columns.size() == MAX_COLUMNS) {
                throw new Damaged(
                        "it has more than %d different names. Give each row the same names."
                                .formatted(MAX_COLUMNS));
            }
            column = new ColumnSummary();
            columns.put(name, column);
        }
        return column;
    }

    @Override
    public void beginRow() {
        rows++;
    }

    @Override
    public void text(int column, char[] text, int offset, int length) {
        inOrder.get(column).addText(Character.codePointCount(text, offset, length));
    }

    @Override
    public void number(int column, char[] text, int offset, int length) {
        inOrder.get(column).addNumber(text, offset, length);
    }

    /** Nothing to add: what a column misses is counted as null at the end. */
    @Override
    public void nothing(int column) {}

    @Override
    public void endRow() {}

    JsonObject toJson() {
        var items =
                columns.entrySet().stream()
                        .map(column -> column.getValue().toJson(column.getKey(), rows))
                        .toList();
        return JsonObject.of().put("rows", rows).put("columns", items).build();
    }
}
