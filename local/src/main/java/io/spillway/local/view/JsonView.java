package io.spillway.local.view;

import io.spillway.pipeline.event.Notice;
import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.ledger.Entry;
import java.io.PrintStream;
import java.util.EnumMap;
import java.util.TreeMap;

/**
 * One JSON object per line, told apart by {@code type}: {@code io.spillway.run.…} for what happens
 * to the run, {@code io.spillway.phase.…} and {@code io.spillway.notice.…} for phase events and
 * notices as they are on Amazon SNS.
 */
public final class JsonView implements RunView {

    private final PrintStream out;

    /**
     * @param out that writes UTF-8
     */
    public JsonView(PrintStream out) {
        this.out = out;
    }

    @Override
    public void started(RunInfo info) {
        var endpoints = JsonObject.of();
        new TreeMap<>(info.endpoints()).forEach((name, uri) -> endpoints.put(name, uri.toString()));
        print(
                JsonObject.of()
                        .put("type", "io.spillway.run.started.v1")
                        .put("pipeline", info.pipeline())
                        .put("folder", info.folder().toString())
                        .put("dropBucket", info.dropBucket())
                        .put("outputBucket", info.outputBucket())
                        .put("topicArn", info.topicArn())
                        .put("state", info.state().toString())
                        .put("endpoints", endpoints)
                        .build());
    }

    @Override
    public void dropped(String key, long bytes) {
        print(
                JsonObject.of()
                        .put("type", "io.spillway.run.uploaded.v1")
                        .put("key", key)
                        .put("bytes", bytes)
                        .build());
    }

    @Override
    public void happened(PhaseEvent event) {
        print(event.toJson());
    }

    @Override
    public void noticed(Notice notice) {
        print(notice.toJson());
    }

    @Override
    public void tick() {}

    /** The newest ledger entry of every work item, then the totals. */
    @Override
    public void finished(RunReport report) {
        report.ends().forEach(end -> print(item(end)));
        var totals = Totals.of(report);
        var endings = JsonObject.of();
        new EnumMap<>(totals.endings())
                .forEach((ending, count) -> endings.put(ending.word(), count));
        var routes = JsonObject.of();
        totals.routes().forEach(routes::put);
        print(
                JsonObject.of()
                        .put("type", "io.spillway.run.summary.v1")
                        .put("uploads", totals.uploads())
                        .put("workItems", totals.workItems())
                        .put("endings", endings)
                        .put("routes", routes)
                        .put("bytesRead", totals.bytesRead())
                        .put("bytesWritten", totals.bytesWritten())
                        .put("deadLetters", report.deadLetters())
                        .put("milliseconds", report.took().toMillis())
                        .put("outputs", report.outputs().toString())
                        .put("events", report.events().toString())
                        .put("exitStatus", Verdict.of(report).exitStatus())
                        .build());
    }

    private static JsonObject item(Entry end) {
        return JsonObject.of()
                .put("type", "io.spillway.run.item.v1")
                .put("ending", EndingWord.of(end).word())
                .put("entry", end.toJson())
                .build();
    }

    private void print(JsonObject line) {
        out.println(Json.write(line));
        out.flush();
    }

    @Override
    public void close() {
        out.flush();
    }
}
