package io.spillway.local.view;

import static io.spillway.local.view.Samples.INLINE;
import static io.spillway.local.view.Samples.NOON;
import static io.spillway.local.view.Samples.failed;
import static io.spillway.local.view.Samples.item;
import static io.spillway.local.view.Samples.noonPlus;
import static io.spillway.local.view.Samples.progressed;
import static io.spillway.local.view.Samples.routed;
import static io.spillway.local.view.Samples.started;
import static io.spillway.local.view.Samples.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.event.Notice;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.work.Failure;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlainViewTest {

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PlainView view =
            new PlainView(
                    new PrintStream(written, true, StandardCharsets.UTF_8),
                    Style.PLAIN,
                    Samples.clockAtNoon());

    @Test
    void tellsANoticeOnALineWithItsReasonAndRemedy() {
        view.noticed(
                Notice.of(
                        noonPlus(1),
                        new Notice.About(
                                "weather",
                                new ObjectLocation("weather-drop", "incoming/a\u001b[2J.csv"),
                                Optional.of("convert"),
                                Optional.of("0123")),
                        Notice.Status.STUCK,
                        "lease",
                        "No host has renewed its claim for 12m.",
                        "Run it again: spillway replay --item 0123"));

        assertThat(written())
                .matches(
                        "12:00:01  convert     stuck       incoming/a[^\u001b]*\\[2J.csv  No host has renewed its claim for 12m. Run it again: spillway replay --item 0123\n");
    }

    @Test
    void tellsEachEventOnALine() {
        var small = item("convert", "incoming/a.csv", 48_000);
        var large = item("convert", "incoming/big.csv", 120L << 20);

        view.started(Samples.info());
        view.dropped("incoming/a.csv", 48_000);
        view.happened(succeeded(small, INLINE, noonPlus(1)));
        view.happened(routed(large, noonPlus(2)));
        view.happened(started(large, 2, noonPlus(3)));
        view.happened(progressed(large, 2, 60L << 20, 120L << 20, noonPlus(4)));
        view.happened(
                failed(
                        large,
                        new Failure(
                                Failure.Kind.JOB_FAILED, "Cannot finish it. Last lines:\n  killed"),
                        noonPlus(5)));

        assertThat(written())
                .isEqualTo(
                        """
                        Spillway: pipeline weather runs on this machine.
                          drop files into  /weather/incoming
                          or upload to     s3://weather-drop at http://127.0.0.1:4566
                          outputs go to    s3://weather-output

                        12:00:00              uploaded    incoming/a.csv  46.9 KiB
                        12:00:01  convert     succeeded   incoming/a.csv  inline, 1 output, 2 KiB, 310 ms
                        12:00:02  convert     routed      incoming/big.csv  batch: 120 MiB: more than the 64 MiB that phase convert takes inline.
                        12:00:03  convert     started     incoming/big.csv  batch, job job-1, attempt 2
                        12:00:04  convert     progressed  incoming/big.csv  50 % of 120 MiB
                        12:00:05  convert     failed      incoming/big.csv  Cannot finish it. Last lines: killed
                        """);
    }

    @Test
    void tellsProgressOfAWorkItemEveryTenSeconds() {
        var item = item("convert", "incoming/a.csv", 100);

        for (int second = 0; second <= 20; second++) {
            view.happened(progressed(item, 1, second, 100, noonPlus(second)));
        }

        assertThat(written().lines()).hasSize(3);
    }

    @Test
    void writesNoControlCharacterWhateverTheKey() {
        view.happened(succeeded(item("convert", "a\u001b[2J\nb\u202ec.csv", 5), INLINE, NOON));

        assertThat(written()).contains("a\\x1b[2J\\x0ab\\u202ec.csv").matches("[\\x20-\\x7e]*\n");
    }

    private String written() {
        return written.toString(StandardCharsets.UTF_8);
    }
}
