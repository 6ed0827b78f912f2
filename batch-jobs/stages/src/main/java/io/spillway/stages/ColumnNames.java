package io.spillway.stages;

import java.util.List;

/** Takes a table's columns and lets its rows pass. */
final class ColumnNames implements RowSink {

    private List<String> names = List.of();

    /** None before a table was read. */
    List<String> names() {
        return names;
    }

    @Override
    public void columns(List<String> columns) {
        names = List.copyOf(columns);
    }

    @Override
    public void beginRow() {}

    @Override
    public void text(int column, char[] text, int offset, int length) {}

    @Override
    public void number(int column, char[] text, int offset, int length) {}

    @Override
    public void nothing(int column) {}

    @Override
    public void endRow() {}
}
