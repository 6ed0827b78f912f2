package io.spillway.stages;

import io.spillway.pipeline.detect.Escaped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.stream.IntStream;

/** The first row of a CSV, which is held until it is clear how many columns there are. */
final class FirstRow {

    private static final int MAX_COLUMNS = 10_000;

    /** Most characters of the row. */
    private static final int MAX_CHARACTERS = 1 << 20;

    private record Field(String text, boolean quoted) {}

    /** Takes the fields of the row. */
    @FunctionalInterface
    interface Receiver {
        void take(char[] text, int offset, int length, boolean quoted) throws IOException;
    }

    private final List<Field> fields = new ArrayList<>();
    private int characters;

    void add(String text, boolean quoted) throws Damaged {
        characters += text.length();
        if (fields.size() == MAX_COLUMNS || characters > MAX_CHARACTERS) {
            throw new Damaged(
                    "its first row has more than %d fields or %d characters. Check the delimiter."
                            .formatted(MAX_COLUMNS, MAX_CHARACTERS));
        }
        fields.add(new Field(text, quoted));
    }

    /**
     * The fields as names of columns.
     *
     * @param line on which the row starts
     * @throws Damaged if a name is empty, or given twice
     */
    List<String> names(long line) throws Damaged {
        var columns = new HashMap<String, Integer>();
        for (var i = 0; i < fields.size(); i++) {
            var name = fields.get(i).text();
            if (name.isBlank()) {
                throw new Damaged(
                        "column %d of %d has no name in the row on line %d. Name it, or set header to false."
                                .formatted(i + 1, fields.size(), line));
            }
            var before = columns.put(name, i);
            if (before != null) {
                throw new Damaged(
                        "columns %d and %d are both named \"%s\" in the row on line %d. Name them apart, or set header to false."
                                .formatted(before + 1, i + 1, Escaped.of(name), line));
            }
        }
        return fields.stream().map(Field::text).toList();
    }

    /** As many names as there are fields: {@code column1}, {@code column2} … */
    List<String> numbered() {
        return IntStream.rangeClosed(1, fields.size()).mapToObj(i -> "column" + i).toList();
    }

    void replay(Receiver receiver) throws IOException {
        for (var field : fields) {
            receiver.take(field.text().toCharArray(), 0, field.text().length(), field.quoted());
        }
    }
}
