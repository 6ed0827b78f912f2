package io.spillway.stages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.stage.StageSettings;
import io.spillway.pipeline.stage.TestWork;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Going on in the middle of a table gives what reading without a break gives, failures too. */
class LineStartsProperties {

    @Provide
    Arbitrary<String> right() {
        return Tables.rightOnes();
    }

    @Provide
    Arbitrary<String> any() {
        return Tables.anyOnes();
    }

    @Provide
    Arbitrary<String> lines() {
        return Arbitraries.of("\n", "\r\n", "\r", "a", "bcdefgh", "\"", "é\n")
                .list()
                .ofMaxSize(80)
                .map(pieces -> String.join("", pieces));
    }

    /** Told once so many bytes were written, where the row stands. */
    private record Told(LineStarts.Start row, int written) {}

    private static String read(
            String table, boolean header, LineStarts.Start from, int between, List<Told> told)
            throws Exception {
        var out = new ByteArrayOutputStream();
        var writer = new JsonLinesWriter(out);
        var settings =
                TableSettings.of(
                        StageSettings.of(
                                ConvertStage.type(), Map.of("header", Boolean.toString(header))));
        new CsvTable(
                        TestWork.on("in/a.csv", ContentType.CSV, table.getBytes(UTF_8)),
                        settings,
                        between)
                .read(
                        writer,
                        from,
                        row -> {
                            writer.flush();
                            told.add(new Told(row, out.size()));
                        });
        writer.flush();
        return out.toString(UTF_8);
    }

    private static void goesOnAnywhere(String table, boolean header, int between) throws Exception {
        var told = new ArrayList<Told>();
        String whole;
        try {
            whole = read(table, header, LineStarts.FIRST, between, told);
        } catch (Damaged e) {
            told.forEach(
                    each ->
                            assertThatThrownBy(
                                            () ->
                                                    read(
                                                            table,
                                                            header,
                                                            each.row(),
                                                            between,
                                                            new ArrayList<>()))
                                    .as("from %s", each.row())
                                    .isInstanceOf(Damaged.class)
                                    .hasMessage(e.getMessage()));
            return;
        }
        for (var each : told) {
            var rest = read(table, header, each.row(), between, new ArrayList<>());
            assertThat(bytes(whole, each.written()) + rest)
                    .as("from %s", each.row())
                    .isEqualTo(whole);
        }
    }

    private static String bytes(String text, int count) {
        return new String(text.getBytes(UTF_8), 0, count, UTF_8);
    }

    @Property(tries = 500)
    void aRightTable(
            @ForAll("right") String table,
            @ForAll boolean header,
            @ForAll @IntRange(min = 1, max = 40) int between)
            throws Exception {
        goesOnAnywhere(table, header, between);
    }

    @Property(tries = 500)
    void whateverIsTakenForATable(
            @ForAll("any") String table, @ForAll @IntRange(min = 1, max = 10) int between)
            throws Exception {
        goesOnAnywhere(table, false, between);
    }

    /** As one would count who looks at one byte after the other. */
    @Property(tries = 500)
    void startsAreWhereTheLinesStart(
            @ForAll("lines") String text,
            @ForAll @IntRange(min = 1, max = 20) int between,
            @ForAll @IntRange(min = 1, max = 30) int atOnce) {
        var bytes = text.getBytes(UTF_8);
        var starts = new LineStarts(LineStarts.FIRST, between);
        for (var from = 0; from < bytes.length; from += atOnce) {
            starts.read(bytes, from, Math.min(bytes.length, from + atOnce));
        }

        var line = 1L;
        var next = between;
        var alone = false;
        for (var i = 0; i < bytes.length; i++) {
            alone |= i > 0 && bytes[i - 1] == '\r' && bytes[i] != '\n';
            if (bytes[i] == '\n') {
                line++;
                var expected = !alone && i + 1 > next ? new LineStarts.Start(line, i + 1) : null;
                assertThat(starts.of(line)).as("line %d", line).isEqualTo(expected);
                next = i + 1 > next ? i + 1 + between : next;
            }
        }
    }
}
