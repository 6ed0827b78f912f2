package io.spillway.local.bench;

import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.json.JsonValue;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A report for programs. Sizes are bytes, times are seconds. */
final class ReportJson {

    private static final MathContext DIGITS = new MathContext(6);

    private ReportJson() {}

    static JsonObject of(Report report) {
        var json =
                JsonObject.of()
                        .put("correct", report.isCorrect())
                        .put("command", report.command())
                        .put("machine", machine(report.machine()));
        report.small().ifPresent(small -> json.put("smallFiles", small(small)));
        report.large().ifPresent(large -> json.put("largeFile", large(large)));
        report.transfers().ifPresent(result -> json.put("transfers", transfers(result)));
        report.splitJoin().ifPresent(result -> json.put("splitJoin", splitJoin(result)));
        return json.build();
    }

    private static JsonObject.Builder machine(Machine machine) {
        return JsonObject.of()
                .put("processor", machine.processor())
                .put("cores", machine.cores())
                .put("memory", machine.memory())
                .put("system", machine.system())
                .put("jdk", machine.jdk())
                .put("flags", String.join(" ", machine.flags()))
                .put("commit", machine.commit());
    }

    private static JsonObject.Builder small(SmallFiles.Result result) {
        return JsonObject.of()
                .put("files", result.files())
                .put("bytes", result.bytes())
                .put("correctness", correctness(result.correctness()))
                .put("filesPerSecond", number(result.filesPerSecond()))
                .put("took", seconds(result.took()))
                .put("cpu", seconds(result.cpu()))
                .put("bareFilesPerSecond", number(result.bareFilesPerSecond()))
                .put("bareTook", seconds(result.bareTook()))
                .put("bareCpu", seconds(result.bareCpu()))
                .put("timesBare", number(result.timesBare()))
                .put("heapPeak", result.heapPeak())
                .put("heapAfter", result.heapAfter())
                .put("requests", counts(result.requests()))
                .put("profile", profile(result.profile()));
    }

    private static JsonObject.Builder counts(Map<String, Long> counts) {
        var json = JsonObject.of();
        counts.forEach(json::put);
        return json;
    }

    private static JsonObject.Builder profile(Profile profile) {
        var shares = JsonObject.of();
        var callers = JsonObject.of();
        var hot = JsonObject.of();
        for (var owner : Owner.values()) {
            shares.put(owner.name(), number(profile.share(owner)));
            callers.put(owner.name(), profile.sdkCallers().getOrDefault(owner, 0L));
            hot.put(owner.name(), frames(profile.hot().getOrDefault(owner, List.of())));
        }
        return JsonObject.of()
                .put("event", profile.event())
                .put("samples", profile.samples())
                .put("shares", shares)
                .put("sdkCallers", callers)
                .put("hot", hot);
    }

    private static List<JsonValue> frames(List<Profile.HotFrame> frames) {
        return frames.stream()
                .<JsonValue>map(
                        frame ->
                                JsonObject.of()
                                        .put("method", frame.method())
                                        .put("samples", frame.samples())
                                        .build())
                .toList();
    }

    private static JsonObject.Builder large(LargeFile.Result result) {
        return JsonObject.of()
                .put("jobHeap", result.jobHeap())
                .put("jobPeakRatio", number(result.jobPeakRatio()))
                .put("mainPeakRatio", number(result.mainPeakRatio()))
                .put("smaller", measured(result.small()))
                .put("larger", measured(result.large()));
    }

    private static JsonObject.Builder transfers(Transfers.Result result) {
        var legs = JsonObject.of();
        result.legs()
                .forEach(
                        (leg, measured) ->
                                legs.put(
                                        leg.name(),
                                        JsonObject.of()
                                                .put("took", seconds(measured.took()))
                                                .put("cpu", seconds(measured.cpu()))
                                                .put("heapPeak", measured.heap())));
        var json =
                JsonObject.of()
                        .put("bytes", result.bytes())
                        .put("holds", result.isCorrect())
                        .put("legs", legs)
                        .put("timesSlowest", number(result.timesSlowest()))
                        .put("load", result.load());
        result.down().ifPresent(took -> json.put("awsDownTook", seconds(took)));
        result.up().ifPresent(took -> json.put("awsUpTook", seconds(took)));
        return json;
    }

    private static JsonObject.Builder splitJoin(SplitJoin.Result result) {
        return JsonObject.of()
                .put("bytes", result.bytes())
                .put("holds", result.isCorrect())
                .put("wholeTook", seconds(result.whole().took()))
                .put("inPartsTook", seconds(result.inParts().took()))
                .put("speedUp", number(result.speedUp()))
                .put("wholeSha256", result.whole().sha256())
                .put("joinedSha256", result.inParts().sha256());
    }

    private static JsonObject.Builder measured(LargeFile.Measured file) {
        return JsonObject.of()
                .put("bytes", file.bytes())
                .put("written", file.written())
                .put("correctness", correctness(file.correctness()))
                .put("putTook", seconds(file.putTook()))
                .put("took", seconds(file.took()))
                .put("workTook", seconds(file.workTook()))
                .put("copyTook", seconds(file.copyTook()))
                .put("megabytesPerSecond", number(file.megabytesPerSecond()))
                .put("copyMegabytesPerSecond", number(file.copyMegabytesPerSecond()))
                .put("timesCopy", number(file.timesCopy()))
                .put("timesCopyPerByte", number(file.timesCopyPerByte()))
                .put("jobPeak", file.jobPeak())
                .putWhole("mainPeak", file.mainPeak());
    }

    private static JsonObject.Builder correctness(Correctness correctness) {
        return JsonObject.of()
                .put("holds", correctness.holds())
                .put("succeeded", correctness.succeeded())
                .put("rowsIn", correctness.expectedRows())
                .put("rowsOut", correctness.rows());
    }

    private static BigDecimal seconds(Duration time) {
        return number(time.toNanos() / 1e9);
    }

    /** Where there is nothing to divide by, 0. */
    private static BigDecimal number(double value) {
        return Double.isFinite(value) ? new BigDecimal(value, DIGITS) : BigDecimal.ZERO;
    }
}
