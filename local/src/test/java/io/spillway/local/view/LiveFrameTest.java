package io.spillway.local.view;

import static io.spillway.local.view.Samples.INLINE;
import static io.spillway.local.view.Samples.NOON;
import static io.spillway.local.view.Samples.item;
import static io.spillway.local.view.Samples.noonPlus;
import static io.spillway.local.view.Samples.part;
import static io.spillway.local.view.Samples.progressed;
import static io.spillway.local.view.Samples.routed;
import static io.spillway.local.view.Samples.started;
import static io.spillway.local.view.Samples.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.work.Failure;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveFrameTest {

    private final RunModel model = new RunModel();

    @Test
    void showsARowForEachUploadAndCountsBelow() {
        busy();

        assertThat(text(new TerminalSize(100, 24)))
                .isEqualTo(
                        """
                        incoming/station.csv                    convert     inline  done
                        incoming/normals.csv                    convert     batch   █████░░░░░░░░  40 %  15s left  4.8 MiB/s
                        incoming/archive.zip                    convert     batch   1 running, 2 waiting, 1 ended
                        incoming/broken.csv                     convert     batch   refused
                        incoming/new.csv                                            uploaded 20s
                        5 uploads · 4 under way · 2 succeeded · 1 refused · 20s
                        """);
    }

    @Test
    void leavesOutWhatANarrowTerminalHasNoRoomFor() {
        busy();

        assertThat(text(new TerminalSize(60, 24)))
                .isEqualTo(
                        """
                        incoming/station.csv    convert     done
                        incoming/normals.csv    convert     ███░░░░░  40 %  15s left
                        incoming/archive.zip    convert     1 running, 2 waiting, 1…
                        incoming/broken.csv     convert     refused
                        incoming/new.csv                    uploaded 20s
                        5 uploads · 4 under way · 2 succeeded · 1 refused · 20s
                        """);
    }

    @Test
    void writesAsciiWhereNothingElseCanBeShown() {
        var item = item("convert", "incoming/Zürich.csv", 1000);
        model.happened(started(item, 1, NOON));
        model.happened(progressed(item, 1, 500, 1000, noonPlus(10)));

        assertThat(frame(new Style(false, false), new TerminalSize(80, 24)).getFirst())
                .isEqualTo(
                        "incoming/Z\\xfcrich.csv      convert     batch   ########---------  50 %  1s left");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8, 13, 21, 34, 47, 48, 63, 64, 79, 80, 120, 400})
    void isNeverWiderThanTheTerminal(int columns) {
        busy();
        model.dropped("incoming/\u001b[31m気温気温気温気温気温気温気温気温気温気温気温気温\u202e.csv", 5, NOON);

        for (var line : frame(Style.PLAIN, new TerminalSize(columns, 24))) {
            assertThat(TextWidth.of(line)).isLessThanOrEqualTo(columns);
            assertThat(line.chars()).allMatch(c -> c >= ' ' && c != '\u202e');
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 10, 24, 60})
    void isLowerThanTheTerminalHoweverManyUploadsThereAre(int lines) {
        IntStream.range(0, 1000).forEach(i -> model.dropped("incoming/" + i + ".csv", 5, NOON));

        assertThat(frame(Style.PLAIN, new TerminalSize(80, lines)).size())
                .isLessThanOrEqualTo(Math.max(1, lines - 1));
    }

    @Test
    void showsThoseAtWorkAndThenTheLatestWhereThereIsNoRoomForAll() {
        IntStream.range(0, 30)
                .forEach(
                        i ->
                                model.happened(
                                        succeeded(
                                                item(
                                                        "convert",
                                                        "incoming/%02d.csv".formatted(i),
                                                        5),
                                                INLINE,
                                                noonPlus(i))));
        model.happened(routed(item("convert", "incoming/big.csv", 5), noonPlus(19)));

        assertThat(frame(Style.PLAIN, new TerminalSize(80, 10)))
                .extracting(line -> line.split(" ")[0])
                .containsExactly(
                        "incoming/27.csv",
                        "incoming/28.csv",
                        "incoming/29.csv",
                        "incoming/big.csv",
                        "…",
                        "31");
    }

    /** One upload of each kind. */
    private void busy() {
        model.happened(
                succeeded(item("convert", "incoming/station.csv", 48_000), INLINE, noonPlus(1)));
        var normals = item("convert", "incoming/normals.csv", 120L << 20);
        model.happened(started(normals, 1, noonPlus(10)));
        model.happened(progressed(normals, 1, 48L << 20, 120L << 20, noonPlus(20)));
        var archive = item("unpack", "incoming/archive.zip", 5000);
        model.happened(succeeded(archive, INLINE, noonPlus(2)));
        IntStream.range(0, 3)
                .forEach(
                        i ->
                                model.happened(
                                        routed(
                                                part(archive, "convert", "a.zip/" + i, 9),
                                                noonPlus(3))));
        model.happened(started(part(archive, "convert", "a.zip/0", 9), 1, noonPlus(5)));
        model.happened(
                Samples.failed(
                        item("convert", "incoming/broken.csv", 7),
                        new Failure(Failure.Kind.BAD_INPUT, "Why."),
                        noonPlus(4)));
        model.dropped("incoming/new.csv", 5, NOON);
    }

    private String text(TerminalSize size) {
        return String.join("\n", frame(Style.PLAIN, size)) + "\n";
    }

    private List<String> frame(Style style, TerminalSize size) {
        return new LiveFrame(style, size, noonPlus(20))
                .lines(model, Duration.ofSeconds(20)).stream().map(String::stripTrailing).toList();
    }
}
