package io.spillway.local.history;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The history of some pipelines as a table that answers questions: {@code history}, in which each
 * event stands once.
 *
 * <p>It is kept in a database file. Files of the history never change, so each is loaded once. If
 * the database is deleted it is made anew.
 */
public final class HistoryTable implements AutoCloseable {

    /** Paths in one statement. */
    private static final int FILES_AT_ONCE = 500;

    private final Connection database;

    private HistoryTable(Connection database) {
        this.database = database;
    }

    /**
     * Opens the table of a database file, which is created if there is none.
     *
     * @throws IOException if the file is in use or can't be read
     */
    public static HistoryTable open(Path file) throws IOException {
        var table = new HistoryTable(DuckDb.open(file));
        table.dropOtherColumns();
        table.run("CREATE TABLE IF NOT EXISTS files (name VARCHAR)");
        table.run("CREATE TABLE IF NOT EXISTS records (" + Columns.definition() + ")");
        table.run("CREATE OR REPLACE TEMP VIEW history AS SELECT * FROM records");
        return table;
    }

    /** What another version loaded is loaded again, with this one's columns. */
    private void dropOtherColumns() throws IOException {
        var columns = new HashSet<String>();
        ask("SELECT column_name FROM duckdb_columns() WHERE table_name = 'records'")
                .rows()
                .forEach(row -> columns.add(row.getFirst()));
        if (!columns.isEmpty() && !columns.equals(Columns.types().keySet())) {
            run("DROP TABLE records");
            run("DROP TABLE files");
        }
    }

    /**
     * Loads the files below a directory that aren't loaded yet. A second call loads nothing.
     *
     * @return how many were loaded
     */
    public int load(Path directory) throws IOException {
        var known = names();
        List<Path> fresh;
        try (var files = Files.walk(directory)) {
            fresh =
                    files.filter(file -> file.getFileName().toString().endsWith(".jsonl.gz"))
                            .filter(file -> !known.contains(file.getFileName().toString()))
                            .sorted()
                            .toList();
        }
        for (int first = 0; first < fresh.size(); first += FILES_AT_ONCE) {
            insert(fresh.subList(first, Math.min(fresh.size(), first + FILES_AT_ONCE)));
        }
        return fresh.size();
    }

    private Set<String> names() throws IOException {
        var names = new HashSet<String>();
        ask("SELECT name FROM files").rows().forEach(row -> names.add(row.getFirst()));
        return names;
    }

    /** All of them, or none if one can't be read. */
    private void insert(List<Path> files) throws IOException {
        var paths = files.stream().map(file -> quoted(file.toString())).collect(joining(", "));
        var names =
                files.stream()
                        .map(file -> "(" + quoted(file.getFileName().toString()) + ")")
                        .collect(joining(", "));
        run("BEGIN");
        try {
            run(
                    "INSERT INTO records SELECT DISTINCT ON (event) * FROM read_json([%s], format = 'newline_delimited', compression = 'gzip', hive_partitioning = false, columns = %s) WHERE event NOT IN (SELECT event FROM records)"
                            .formatted(paths, Columns.struct()));
            run("INSERT INTO files VALUES " + names);
            run("COMMIT");
        } catch (IOException e) {
            run("ROLLBACK");
            throw e;
        }
    }

    /** A text of SQL. */
    static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** Leaves out of {@code history} what happened before. */
    public void since(Instant time) throws IOException {
        run(
                "CREATE OR REPLACE TEMP VIEW history AS SELECT * FROM records WHERE \"time\" >= epoch_ms(%d)"
                        .formatted(time.toEpochMilli()));
    }

    /** From now on no question can read or write anything but this table's database. */
    public void shut() throws IOException {
        run("SET enable_external_access = false");
        run("SET lock_configuration = true");
    }

    private void run(String sql) throws IOException {
        try (var statement = database.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /**
     * The answer to a question in DuckDB's SQL.
     *
     * @throws IOException if it is no SQL, or asks for what there isn't; the message says where
     */
    public Answer ask(String sql) throws IOException {
        try (var statement = database.createStatement();
                var result = statement.executeQuery(sql)) {
            var about = result.getMetaData();
            var columns = new ArrayList<String>();
            var numeric = new ArrayList<Boolean>();
            for (int i = 1; i <= about.getColumnCount(); i++) {
                columns.add(about.getColumnLabel(i));
                numeric.add(isNumeric(about, i));
            }
            var rows = new ArrayList<List<String>>();
            while (result.next()) {
                rows.add(row(result, columns.size()));
            }
            return new Answer(columns, rows, numeric);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private static boolean isNumeric(ResultSetMetaData about, int column) throws SQLException {
        return switch (about.getColumnType(column)) {
            case Types.TINYINT,
                    Types.SMALLINT,
                    Types.INTEGER,
                    Types.BIGINT,
                    Types.FLOAT,
                    Types.DOUBLE,
                    Types.DECIMAL,
                    Types.NUMERIC ->
                    true;
            default -> about.getColumnTypeName(column).equals("HUGEINT");
        };
    }

    private static List<String> row(ResultSet result, int columns) throws SQLException {
        var row = new ArrayList<String>();
        for (int i = 1; i <= columns; i++) {
            row.add(Optional.ofNullable(result.getObject(i)).map(HistoryTable::text).orElse(""));
        }
        return row;
    }

    private static String text(Object value) {
        return switch (value) {
            case Double number when Double.isFinite(number) ->
                    BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
            default -> value.toString();
        };
    }

    private static IOException failed(SQLException e) {
        return new IOException("DuckDB says: " + e.getMessage().strip(), e);
    }

    @Override
    public void close() throws IOException {
        try {
            database.close();
        } catch (SQLException e) {
            throw failed(e);
        }
    }
}
