package io.spillway.stages;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.stage.StageFailure;
import io.spillway.pipeline.stage.TestWork;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SplitStageTest {

    private static TestWork csv(String text) {
        return TestWork.on("in/a.csv", ContentType.CSV, text.getBytes(UTF_8));
    }

    private static List<String> parts(TestWork work, String... settings) throws Exception {
        return Attempts.run(SplitStage.type(), work, settings).written().values().stream()
                .map(bytes -> new String(bytes, UTF_8))
                .toList();
    }

    @Test
    void repeatsTheHeaderInEachPart() throws Exception {
        assertThat(parts(csv("h\n11\n22\n33\n44\n"), "parts", "2"))
                .containsExactly("h\n11\n22\n", "h\n33\n44\n");
    }

    @Test
    void cutsATableWithoutAHeaderAsItIs() throws Exception {
        assertThat(parts(csv("11\n22\n33\n44\n"), "parts", "4", "header", "false"))
                .containsExactly("11\n22\n", "33\n44\n");
    }

    @Test
    void namesPartsSoThatTheySortAndAreTakenForWhatTheyAre() throws Exception {
        var rows = "r\n".repeat(60);
        var work = TestWork.on("in/Log.TXT", ContentType.TEXT, rows.getBytes(UTF_8));
        Attempts.run(SplitStage.type(), work, "part-size", "5 B", "header", "false");

        assertThat(List.copyOf(work.written().keySet()))
                .hasSize(24)
                .isSorted()
                .startsWith("in/Log.TXT/part-00001.TXT");
        assertThat(work.writtenTypes().values()).containsOnly("text/plain");
    }

    @Test
    void namesPartsAfterTheTypeWhereTheNameSaysNothingOfIt() throws Exception {
        var work = TestWork.on("in/export.dat", ContentType.TSV, "a\tb\n".getBytes(UTF_8));
        Attempts.run(SplitStage.type(), work);

        assertThat(work.written().keySet()).containsExactly("in/export.dat/part-00001.tsv");
    }

    @Test
    void neverCutsWithinQuotes() throws Exception {
        var rows = "1,\"a\n\nb\"\n2,\"\"\"\n\"\n3,5\" pipe\n4,\"x,\"\"\r\ny\"\n";

        assertThat(parts(csv(rows), "part-size", "1 B", "header", "false"))
                .containsExactly(
                        "1,\"a\n\nb\"\n", "2,\"\"\"\n\"\n", "3,5\" pipe\n", "4,\"x,\"\"\r\ny\"\n");
    }

    @ParameterizedTest
    @CsvSource({"',',auto", "';',;", "'|',|", "'\t',tab"})
    void respectsQuotesBehindAnyDelimiter(String delimiter, String setting) throws Exception {
        var rows = "1%s\"a\nb\"\n2%s\"c\nd\"\n".formatted(delimiter, delimiter);

        assertThat(parts(csv(rows), "part-size", "1 B", "header", "false", "delimiter", setting))
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"'\n'", "'\r\n'", "'\r'"})
    void cutsBehindEveryKindOfLineEnd(String end) throws Exception {
        var rows = "1" + end + "2" + end + "3";

        assertThat(parts(csv(rows), "part-size", "1 B", "header", "false"))
                .containsExactly("1" + end, "2" + end, "3");
    }

    @Test
    void takesLinesOfJsonAsTheyAre() throws Exception {
        var lines = "{\"a\":\"x,\\\"\"}\n{\"a\":\"\\\"y\"}\n";
        var work = TestWork.on("in/a.jsonl", ContentType.JSONL, lines.getBytes(UTF_8));

        assertThat(parts(work, "part-size", "1 B"))
                .hasSize(2)
                .allMatch(part -> part.endsWith("}\n"));
    }

    @Test
    void repeatsAByteOrderMarkWithTheHeader() throws Exception {
        assertThat(parts(csv("\uFEFF\"h\n\"\n1\n2\n"), "part-size", "1 B"))
                .containsExactly("\uFEFF\"h\n\"\n1\n", "\uFEFF\"h\n\"\n2\n");
    }

    @Test
    void takesTheFirstRowThatIsNotBlankForTheHeader() throws Exception {
        assertThat(parts(csv("\n\r\nh\n1\n2\n"), "part-size", "1 B"))
                .containsExactly("\n\r\nh\n1\n", "\n\r\nh\n2\n");
    }

    @Test
    void neverMakesOneLineEndOfTheHeadersAndABlankRow() throws Exception {
        assertThat(parts(csv("h\r1\r2\n\n3\r"), "part-size", "1 B"))
                .containsExactly("h\r1\r", "h\r2\n\n", "h\r3\r");
    }

    @Test
    void leavesATableOfOneRowWhole() throws Exception {
        assertThat(parts(csv("h"), "parts", "8")).containsExactly("h");
    }

    @Test
    void refusesAQuoteThatIsNeverClosed() {
        assertThat(Attempts.refusal(SplitStage.type(), csv("h,i\n1,\"open\n2,x\n")))
                .isEqualTo(
                        "Cannot split s3://drops/in/a.csv: the quote at byte offset 6 is never closed. Upload it again if it was cut short, or mend the row.");
    }

    @Test
    void refusesNothing() {
        assertThat(Attempts.refusal(SplitStage.type(), csv("")))
                .isEqualTo("Cannot split s3://drops/in/a.csv: it has 0 bytes. Upload it again.");
    }

    @Test
    void refusesWhatHasTwoBytesForACharacter() {
        var work = TestWork.on("in/a.csv", ContentType.CSV, "\u00FF\u00FEh\0".getBytes(ISO_8859_1));

        assertThat(Attempts.refusal(SplitStage.type(), work))
                .isEqualTo("Cannot split s3://drops/in/a.csv: it is UTF-16. Save it as UTF-8.");
    }

    @Test
    void refusesAnArchive() {
        var work = TestWork.on("in/a.zip", ContentType.ZIP, new byte[10]);

        assertThat(Attempts.refusal(SplitStage.type(), work))
                .isEqualTo(
                        "Cannot split s3://drops/in/a.zip: it is of type zip, which can't be split record by record. Match only csv, tsv, text and jsonl in this phase.");
    }

    @Test
    void refusesAHeaderThatDoesNotEnd() {
        assertThat(Attempts.refusal(SplitStage.type(), csv("x".repeat(2 << 20))))
                .endsWith("its first row has more than 1048576 bytes. Check the delimiter.");
    }

    @Test
    void refusesMorePartsThanAnArrayJobHasChildren() {
        assertThatThrownBy(() -> parts(csv("r\n".repeat(60_000)), "part-size", "10 B"))
                .isInstanceOf(StageFailure.Configuration.class)
                .hasMessage(
                        "Cannot split s3://drops/in/a.csv: 12000 parts of 10 B exceed the 10000 children of an array job. Set part-size to at least 12 B.");
        assertThatThrownBy(() -> parts(csv("r\n"), "parts", "10001"))
                .isInstanceOf(StageFailure.Configuration.class)
                .hasMessageContaining("Set parts to 1 to 10000");
    }

    @Test
    void succeedsWithThePartSizeThatItsFailureSuggests() throws Exception {
        assertThat(parts(csv("r\n".repeat(60_000)), "part-size", "12 B", "header", "false"))
                .hasSizeLessThanOrEqualTo(10_000);
    }
}
