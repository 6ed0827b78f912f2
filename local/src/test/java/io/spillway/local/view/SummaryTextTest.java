package io.spillway.local.view;

import static io.spillway.local.view.Samples.BATCH;
import static io.spillway.local.view.Samples.INLINE;
import static io.spillway.local.view.Samples.NOON;
import static io.spillway.local.view.Samples.end;
import static io.spillway.local.view.Samples.item;
import static io.spillway.local.view.Samples.part;
import static io.spillway.local.view.Samples.success;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.ledger.Entry;
import io.spillway.pipeline.ledger.State;
import io.spillway.pipeline.routing.Route;
import io.spillway.pipeline.work.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SummaryTextTest {

    private final List<Entry> ends = new ArrayList<>();

    @Test
    void tellsWhatBecameOfEveryUploadAndWhy() {
        var station = item("convert", "incoming/station.csv", 48_000);
        var archive = item("unpack", "incoming/a.zip", 5_000);
        var rejected =
                new Route.Rejected(
                        "s3://weather-drop/incoming/b.csv is empty: phase convert needs content.");
        var ignored =
                new Route.Ignored(
                        "No phase wants the key \"other/c.txt\": the patterns are incoming/**.");
        ends.add(end(station, INLINE, success(station, 1), NOON));
        ends.add(end(archive, INLINE, success(archive, 4), NOON));
        var inside = part(archive, "convert", "incoming/a.zip/x.csv", 9);
        ends.add(
                new Entry(
                        9,
                        NOON,
                        "writer",
                        inside,
                        BATCH,
                        3,
                        new State.Failed(
                                new Failure(
                                        Failure.Kind.JOB_FAILED,
                                        "Cannot finish it: out of memory. Last lines:\n  killed\u001b[2J"))));
        ends.add(
                end(
                        item("intake", "incoming/b.csv", 0),
                        rejected,
                        new State.Failed(new Failure(Failure.Kind.REJECTED, rejected.reason())),
                        NOON));
        ends.add(
                end(
                        item("intake", "other/c.txt", 3),
                        ignored,
                        new State.Skipped(ignored.reason()),
                        NOON));
        ends.add(
                end(
                        item("convert", "incoming/d.csv", 7),
                        BATCH,
                        new State.Submitted("job", "job-7"),
                        NOON));

        assertThat(text(1))
                .isEqualTo(
                        """

                        incoming/station.csv  46.9 KiB
                          convert  inline    succeeded in 310 ms, 1 output, 2 KiB
                                   Csv of 48 KiB: about 210 ms, within 64 MiB and 1m.
                                   -> s3://weather-output/convert/incoming/station.csv.0  2 KiB

                        incoming/a.zip  4.9 KiB
                          unpack   inline    succeeded in 310 ms, 4 outputs, 8 KiB
                                   Csv of 48 KiB: about 210 ms, within 64 MiB and 1m.
                                   -> s3://weather-output/unpack/incoming/a.zip.0  2 KiB
                                   -> s3://weather-output/unpack/incoming/a.zip.1  2 KiB
                                   -> s3://weather-output/unpack/incoming/a.zip.2  2 KiB
                                   -> … and 1 more output
                          convert  batch     failed: job-failed, 3 attempts  incoming/a.zip/x.csv
                                   120 MiB: more than the 64 MiB that phase convert takes inline.
                                   Cannot finish it: out of memory. Last lines:
                                     killed\\x1b[2J

                        incoming/b.csv  0 bytes
                          intake  rejected  refused
                                  s3://weather-drop/incoming/b.csv is empty: phase convert needs content.

                        other/c.txt  3 bytes
                          intake  ignored   ignored
                                  No phase wants the key "other/c.txt": the patterns are incoming/**.

                        incoming/d.csv  7 bytes
                          convert  batch     unfinished: submitted
                                   120 MiB: more than the 64 MiB that phase convert takes inline.

                        5 uploads of 51.8 KiB, 6 work items in 8.2s
                          ended    2 succeeded · 1 ignored · 1 refused · 1 failed · 1 unfinished
                          routes   2 batch · 1 ignored · 2 inline · 1 rejected
                          data     read 51.8 KiB · wrote 10 KiB
                          lost     1 message that nobody could handle, in the dead-letter queue
                          outputs  /state/outputs
                          events   /state/events.jsonl
                        """);
    }

    @Test
    void gathersWorkItemsThatAreAlike() {
        var archive = item("unpack", "incoming/a.zip", 5_000);
        ends.add(end(archive, INLINE, success(archive, 1), NOON));
        IntStream.range(0, 10_000)
                .mapToObj(i -> part(archive, "convert", "incoming/a.zip/%05d.csv".formatted(i), 9))
                .forEach(item -> ends.add(end(item, INLINE, success(item, 1), NOON)));

        assertThat(text(0).lines())
                .hasSizeLessThan(40)
                .contains("  convert  … and 9997 more like this: inline, succeeded");
    }

    @Test
    void showsUploadsWithTroubleFirstWhereThereAreTooMany() {
        IntStream.range(0, 100)
                .mapToObj(i -> item("convert", "incoming/%03d.csv".formatted(i), 9))
                .forEach(item -> ends.add(end(item, INLINE, success(item, 1), NOON)));
        ends.add(
                end(
                        item("convert", "incoming/last.csv", 9),
                        BATCH,
                        new State.Failed(new Failure(Failure.Kind.BUG, "Cannot finish it.")),
                        NOON));

        assertThat(text(0).lines().toList())
                .startsWith("", "incoming/last.csv  9 bytes")
                .contains("… and 61 more uploads. All are in /state/events.jsonl");
    }

    @Test
    void coloursOnlyWhereColoursAreShown() {
        var station = item("convert", "incoming/\u001b[31mred.csv", 48_000);
        ends.add(end(station, INLINE, success(station, 1), NOON));

        assertThat(text(0)).doesNotContain("\u001b").contains("incoming/\\x1b[31mred.csv");
        assertThat(SummaryText.lines(Samples.report(ends, 0), new Style(true, true)))
                .contains("\u001b[1mincoming/\\x1b[31mred.csv\u001b[0m  46.9 KiB");
    }

    private String text(int deadLetters) {
        return String.join("\n", SummaryText.lines(Samples.report(ends, deadLetters), Style.PLAIN))
                + "\n";
    }
}
