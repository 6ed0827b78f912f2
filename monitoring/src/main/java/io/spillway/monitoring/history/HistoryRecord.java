package io.spillway.monitoring.history;

import io.spillway.pipeline.event.Notice;
import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonMismatch;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.json.JsonValue;
import io.spillway.pipeline.routing.Route;
import io.spillway.pipeline.work.Usage;
import io.spillway.pipeline.work.WorkItem;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One line of the history: how a work item ended, or a notice.
 *
 * @param event id of the event that told it; two records with one id are one
 * @param phase absent where none is known yet
 * @param cost in US dollars, where it can be estimated
 * @param line as it is written, without a line feed
 */
record HistoryRecord(
        String event,
        Instant time,
        String pipeline,
        Optional<String> phase,
        Optional<BigDecimal> cost,
        String line) {

    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** Longest text of a reason that is kept, in characters. */
    private static final int LONGEST_REASON = 2_000;

    /** The day in whose files it stands, in UTC. */
    LocalDate day() {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    /**
     * @param tags that every record of the deployment carries
     * @return empty for what has not ended, and for events of types not known here
     */
    static Optional<HistoryRecord> of(JsonObject published, Costs costs, Map<String, String> tags) {
        try {
            if (PhaseEvent.isOne(published)) {
                var event = PhaseEvent.fromJson(published);
                return event.happening().isTerminal()
                        ? Optional.of(ofPhase(event, costs, tags))
                        : Optional.empty();
            }
            return Notice.isOne(published)
                    ? Optional.of(ofNotice(Notice.fromJson(published), tags))
                    : Optional.empty();
        } catch (JsonMismatch e) {
            return Optional.empty();
        }
    }

    private static HistoryRecord ofPhase(PhaseEvent event, Costs costs, Map<String, String> tags) {
        var item = event.item();
        var json =
                started(event.id(), event.time(), item.pipeline(), event.status())
                        .put("phase", item.phase())
                        .put("object", item.input().location().toString())
                        .put("item", item.id())
                        .put("upload", item.upload().id())
                        .put("upload_object", item.upload().object().location().toString())
                        .putText("arrived", item.upload().arrived().map(HistoryRecord::written))
                        .put("content_type", item.type().word())
                        .put("input_bytes", item.input().size())
                        .put("hops", item.hops())
                        .putText("after", after(item))
                        .put("attempts", event.attempt())
                        .put("route", event.route().word())
                        .put("route_reason", cut(event.route().reason()));
        if (event.route() instanceof Route.Batch(var _, var predicted)) {
            json.putWhole("predicted_seconds", predicted);
        }
        var cost = Optional.<BigDecimal>empty();
        switch (event.happening()) {
            case PhaseEvent.Happening.Succeeded(var results, var usage) -> {
                cost = costs.of(event.route(), item.phase(), usage.took());
                json.put("outputs", results.count());
                used(json, item, usage);
            }
            case PhaseEvent.Happening.Failed(var failure, var usage) -> {
                cost = usage.flatMap(used -> costs.of(event.route(), item.phase(), used.took()));
                json.put("kind", failure.kind().word()).put("reason", cut(failure.message()));
                usage.ifPresent(used -> used(json, item, used));
            }
            case PhaseEvent.Happening.Skipped(var reason) -> json.put("reason", cut(reason));
            case PhaseEvent.Happening.Routed _,
                    PhaseEvent.Happening.Started _,
                    PhaseEvent.Happening.Progressed _ -> {}
        }
        cost.ifPresent(dollars -> json.put("cost_usd", dollars));
        json.put("tags", written(tags));
        return new HistoryRecord(
                event.id(),
                event.time(),
                item.pipeline(),
                Optional.of(item.phase()),
                cost,
                Json.write(json.build()));
    }

    private static void used(JsonObject.Builder json, WorkItem item, Usage usage) {
        item.ready().ifPresent(since -> json.put("waited_ms", millis(between(since, usage))));
        json.put("started", written(usage.started()))
                .put("duration_ms", millis(usage.took()))
                .put("bytes_read", usage.bytesRead())
                .put("bytes_written", usage.bytesWritten())
                .putWhole("peak_memory_bytes", usage.resources().peakMemory())
                .putWhole("programs_peak_memory_bytes", usage.resources().programsPeakMemory());
        usage.resources().processorTime().ifPresent(time -> json.put("processor_ms", millis(time)));
        usage.steps()
                .ifPresent(
                        steps -> {
                            json.put("claim_ms", millis(steps.claim()))
                                    .put("read_ms", millis(steps.read()))
                                    .put("stage_ms", millis(steps.stage()))
                                    .put("store_ms", millis(steps.store()));
                            steps.commit().ifPresent(time -> json.put("commit_ms", millis(time)));
                        });
    }

    /** Between two machines whose clocks differ it may be less than nothing. */
    private static Duration between(Instant ready, Usage usage) {
        return Duration.between(ready, usage.started());
    }

    /** A clock that was set back gives less than nothing. */
    private static long millis(Duration time) {
        return Math.max(0, time.toMillis());
    }

    private static HistoryRecord ofNotice(Notice notice, Map<String, String> tags) {
        var json =
                started(notice.id(), notice.time(), notice.pipeline(), notice.status().word())
                        .putText("phase", notice.phase())
                        .put("object", notice.input().toString())
                        .putText("item", notice.item())
                        .put("reason", cut(notice.reason()))
                        .put("tags", written(tags));
        return new HistoryRecord(
                notice.id(),
                notice.time(),
                notice.pipeline(),
                notice.phase(),
                Optional.empty(),
                Json.write(json.build()));
    }

    private static JsonObject.Builder started(
            String event, Instant time, String pipeline, String status) {
        return JsonObject.of()
                .put("event", event)
                .put("time", written(time))
                .put("pipeline", pipeline)
                .put("status", status);
    }

    /** The phase that made the input; empty for the first phase of an upload. */
    private static Optional<String> after(WorkItem item) {
        return item.passed().isEmpty()
                ? Optional.empty()
                : Optional.of(item.passed().getLast().replaceFirst(".*/", ""));
    }

    /** With three digits of a second always, so that texts sort as times do. */
    private static String written(Instant time) {
        return MILLIS.format(time);
    }

    private static JsonValue written(Map<String, String> tags) {
        var json = JsonObject.of();
        new TreeMap<>(tags).forEach(json::put);
        return json.build();
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON - 1) + "…";
    }
}
