package io.spillway.local.bench;

import io.spillway.local.bench.TransferLeg.Leg;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was measured of transfers and of splitting, as lines for a person. */
final class TransferText {

    private final List<String> lines = new ArrayList<>();

    private TransferText() {}

    static List<String> of(Transfers.Result result) {
        var text = new TransferText();
        text.line("");
        text.line(
                "an object of %.2f GB in processes with -Xmx%s; load of the machine %s",
                result.bytes() / 1e9, Transfers.HEAP, result.load());
        text.line("  %s", result.isCorrect() ? "correct: every byte came through" : "WRONG");
        text.leg("download alone", result, Leg.DOWNLOAD);
        text.leg("stage alone (split)", result, Leg.STAGE);
        text.leg("upload alone", result, Leg.UPLOAD);
        text.leg("the whole", result, Leg.WHOLE);
        text.line(
                "  ratio                the whole takes %.2f times as long as its slowest leg, %.2f times as long as all three one after the other",
                result.timesSlowest(),
                Transfers.Result.ratio(
                        result.took(Leg.WHOLE),
                        result.took(Leg.DOWNLOAD)
                                .plus(result.took(Leg.STAGE))
                                .plus(result.took(Leg.UPLOAD))));
        text.leg("object to file", result, Leg.TO_FILE);
        text.leg("file to object", result, Leg.FROM_FILE);
        if (result.down().isEmpty()) {
            text.line("  aws s3 cp            not measured: no aws on PATH");
        } else {
            text.copy("aws s3 cp to file", result.down().get(), result.took(Leg.TO_FILE));
            text.copy("aws s3 cp from file", result.up().get(), result.took(Leg.FROM_FILE));
        }
        return text.lines;
    }

    static List<String> of(SplitJoin.Result result) {
        var text = new TransferText();
        text.line("");
        text.line(
                "a CSV of %.2f GB converted whole by one job, and split into %d, converted and joined",
                result.bytes() / 1e9, SplitJoin.PARTS);
        text.line("  %s", result.isCorrect() ? "correct: the results are the same" : "WRONG");
        text.way("whole", result.whole());
        text.way("in parts", result.inParts());
        text.line(
                "  speed-up             %.2f, from the end of the upload to the last event",
                result.speedUp());
        return text.lines;
    }

    private void line(String format, Object... values) {
        lines.add(String.format(Locale.ROOT, format, values));
    }

    private void leg(String name, Transfers.Result result, Leg leg) {
        var measured = result.legs().get(leg);
        line(
                "  %-20s %s, %6.1f MB/s, %s of processor time, heap %.1f MiB at most",
                name,
                seconds(measured.took()),
                measured.megabytesPerSecond(),
                seconds(measured.cpu()),
                measured.heap() / 0x1p20);
    }

    private void copy(String name, Duration took, Duration ours) {
        line(
                "  %-20s %s; ours takes %.2f times as long",
                name, seconds(took), Transfers.Result.ratio(ours, took));
    }

    private void way(String name, SplitJoin.Way way) {
        line(
                "  %-20s %s, sha256 %s, %d bytes",
                name, seconds(way.took()), way.sha256(), way.resultBytes());
        line(
                "    attempts           %s",
                String.join(", ", way.attempts().stream().map(TransferText::seconds).toList()));
        way.failures().forEach(failure -> line("    %s", failure));
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.2f s", time.toNanos() / 1e9);
    }
}
