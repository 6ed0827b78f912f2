package io.spillway.stages;

import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonMismatch;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.json.JsonValue;
import io.spillway.pipeline.stage.Work;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * An input in JSON Lines, each line an object with one value per column. Blank lines are left out.
 */
final class JsonLinesTable {

    private static final int MAX_LINE = 4 << 20;

    private final Work work;
    private final StoreTrouble trouble = new StoreTrouble();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
    private long lines;

    JsonLinesTable(Work work) {
        this.work = work;
    }

    void read(TableSummary summary) throws IOException, InterruptedException {
        var buffer = new byte[Buffers.SIZE];
        try (var source = new StoreInput(work.input().open(), trouble)) {
            for (var count = source.read(buffer); count >= 0; count = source.read(buffer)) {
                work.checkStop();
                addLines(buffer, count, summary);
                work.progress().at(source.position(), work.input().size());
            }
            endLine(summary);
        }
    }

    private void addLines(byte[] buffer, int count, TableSummary summary) throws Damaged {
        var start = 0;
        for (var i = 0; i < count; i++) {
            if (buffer[i] == '\n') {
                addToLine(buffer, start, i);
                endLine(summary);
                start = i + 1;
            }
        }
        addToLine(buffer, start, count);
    }

    private void addToLine(byte[] buffer, int start, int end) throws Damaged {
        line.write(buffer, start, end - start);
        if (line.size() > MAX_LINE) {
            throw new Damaged(
                    "line %d is longer than %d bytes. Write one object per line."
                            .formatted(lines + 1, MAX_LINE));
        }
    }

    private void endLine(TableSummary summary) throws Damaged {
        lines++;
        var bytes = line.toByteArray();
        line.reset();
        if (!isBlank(bytes)) {
            summary.beginRow();
            add(parse(bytes), summary);
        }
    }

    private JsonObject parse(byte[] bytes) throws Damaged {
        try {
            return Json.readObject(bytes);
        } catch (JsonMismatch | ArithmeticException | NumberFormatException e) {
            throw new Damaged(
                    "line %d is no JSON object with each name once. Write one object per line."
                            .formatted(lines),
                    e);
        }
    }

    private static void add(JsonObject row, TableSummary summary) throws Damaged {
        for (var member : row.members().entrySet()) {
            var column = summary.column(member.getKey());
            switch (member.getValue().value()) {
                case JsonValue.Text(var _, var text) ->
                        column.addText(text.codePointCount(0, text.length()));
                case JsonValue.Numeric(var _, var number) -> column.addNumber(number);
                case JsonValue.Null _ -> {}
                case JsonValue.Bool _, JsonValue.Array _, JsonObject _ -> column.addOther();
            }
        }
    }

    private static boolean isBlank(byte[] bytes) {
        for (var octet : bytes) {
            if (octet != ' ' && octet != '\t' && octet != '\r') {
                return false;
            }
        }
        return true;
    }
}
