package io.spillway.local.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** A report as lines for a person. */
final class ReportText {

    private static final int MOST_FAILURES = 5;

    private final List<String> lines = new ArrayList<>();

    private ReportText() {}

    static List<String> of(Report report) {
        var text = new ReportText();
        text.add(report.machine(), report.command());
        report.small().ifPresent(text::add);
        report.large().ifPresent(text::add);
        report.transfers().ifPresent(result -> text.lines.addAll(TransferText.of(result)));
        report.splitJoin().ifPresent(result -> text.lines.addAll(TransferText.of(result)));
        return text.lines;
    }

    private void line(String format, Object... values) {
        lines.add(String.format(Locale.ROOT, format, values));
    }

    private void add(Machine machine, String command) {
        line(
                "machine   %s, %d cores, %s",
                machine.processor(), machine.cores(), size(machine.memory()));
        line("system    %s", machine.system());
        line("jdk       %s %s", machine.jdk(), String.join(" ", machine.flags()));
        line("commit    %s", machine.commit());
        line("command   %s", command);
    }

    private void add(SmallFiles.Result result) {
        line("");
        line(
                "%d files of %d bytes, each converted inline by the function",
                result.files(), result.bytes());
        add(result.correctness());
        line(
                "  whole path     %8.1f files/s, %s, %.2f ms of processor time per file",
                result.filesPerSecond(), seconds(result.took()), perFile(result.cpu(), result));
        line(
                "  bare client    %8.1f files/s, %s, %.2f ms of processor time per file (put, get, put)",
                result.bareFilesPerSecond(),
                seconds(result.bareTook()),
                perFile(result.bareCpu(), result));
        line(
                "  ratio          the whole path takes %.1f times as long as the bare client",
                result.timesBare());
        line(
                "  heap           %s in use after a collection, %s at most",
                size(result.heapAfter()), size(result.heapPeak()));
        addRequests(result);
        add(result.profile());
    }

    private static double perFile(Duration time, SmallFiles.Result result) {
        return time.toNanos() / 1e6 / result.files();
    }

    private void addRequests(SmallFiles.Result result) {
        line("  requests per file, of the function and its host");
        result.requests()
                .forEach(
                        (name, count) ->
                                line("    %-28s %6.2f", name, (double) count / result.files()));
        line(
                "    %-28s %6.2f",
                "all",
                result.requests().values().stream().mapToLong(Long::longValue).sum()
                        / (double) result.files());
    }

    private void add(Profile profile) {
        line("  processor time by owner, of %d samples (%s)", profile.samples(), profile.event());
        for (var owner : Owner.values()) {
            line("    %-28s %6.1f %%", owner.words(), 100 * profile.share(owner));
        }
        for (var owner : Owner.values()) {
            profile.sdkCallers()
                    .computeIfPresent(
                            owner,
                            (_, samples) -> {
                                line(
                                        "      AWS SDK, called by %-18s %.1f %%",
                                        owner.words(), 100.0 * samples / profile.samples());
                                return samples;
                            });
        }
        for (var owner : List.of(Owner.SPILLWAY, Owner.STAND_INS)) {
            line("  hottest frames of %s", owner.words());
            profile.hot()
                    .getOrDefault(owner, List.of())
                    .forEach(
                            frame ->
                                    line(
                                            "    %5.2f %%  %s",
                                            100.0 * frame.samples() / profile.samples(),
                                            frame.method()));
        }
    }

    private void add(LargeFile.Result result) {
        line("");
        line("one large file, converted by a Batch job");
        add(result.small());
        add(result.large());
        line(
                "  memory         the job's peak is %.2f times, this process's %.2f times that of the smaller file (job: -Xmx%s)",
                result.jobPeakRatio(), result.mainPeakRatio(), result.jobHeap());
    }

    private void add(LargeFile.Measured file) {
        line("  %s in, %s out", size(file.bytes()), size(file.written()));
        add(file.correctness());
        line(
                "    whole path   %6.1f MB/s of input, %s after a put of %s",
                file.megabytesPerSecond(), seconds(file.took()), seconds(file.putTook()));
        line(
                "    the attempt  %6.1f MB/s of input, %s",
                file.workMegabytesPerSecond(), seconds(file.workTook()));
        line(
                "    plain copy   %6.1f MB/s, %s",
                file.copyMegabytesPerSecond(), seconds(file.copyTook()));
        line(
                "    ratio        the whole path takes %.1f times as long as the plain copy, %.1f times per byte read and written",
                file.timesCopy(), file.timesCopyPerByte());
        line(
                "    memory       the job %s at most, this process %s",
                size(OptionalLong.of(file.jobPeak())), size(file.mainPeak()));
    }

    private void add(Correctness correctness) {
        line(
                "  %s: %d succeeded, %d rows in, %d rows out",
                correctness.holds() ? "correct" : "WRONG",
                correctness.succeeded(),
                correctness.expectedRows(),
                correctness.rows());
        correctness.failures().stream()
                .limit(MOST_FAILURES)
                .forEach(failure -> line("    %s", failure));
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.2f s", time.toNanos() / 1e9);
    }

    private static String size(OptionalLong bytes) {
        return bytes.isPresent() ? size(bytes.getAsLong()) : "unknown";
    }

    private static String size(long bytes) {
        return bytes >= 10L << 30
                ? String.format(Locale.ROOT, "%.1f GiB", bytes / 0x1p30)
                : String.format(Locale.ROOT, "%.1f MiB", bytes / 0x1p20);
    }
}
