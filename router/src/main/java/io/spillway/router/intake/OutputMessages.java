package io.spillway.router.intake;

import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonMismatch;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.telemetry.TraceContext;
import io.spillway.pipeline.work.WorkItem;
import java.time.Instant;
import java.util.Optional;

/**
 * The messages that the router sends to its own queue, so that each of many outputs gets an
 * invocation's time.
 */
public final class OutputMessages {

    private static final String ONE = "output.v1";
    private static final String RANGE = "outputs.v1";

    private OutputMessages() {}

    public static String write(IntakeMessage.Output message, Optional<TraceContext> trace) {
        return Json.write(
                JsonObject.of()
                        .put("spillway", ONE)
                        .putText(TraceContext.TRACEPARENT, trace.flatMap(TraceContext::traceparent))
                        .put("from", message.from().item().toJson())
                        .putText("ended", message.from().ended().map(Instant::toString))
                        .put("output", message.output().toJson())
                        .put("ordinal", message.ordinal())
                        .put("of", message.of())
                        .build());
    }

    public static String write(IntakeMessage.OutputRange message, Optional<TraceContext> trace) {
        return Json.write(
                JsonObject.of()
                        .put("spillway", RANGE)
                        .putText(TraceContext.TRACEPARENT, trace.flatMap(TraceContext::traceparent))
                        .put("from", message.from().item().toJson())
                        .putText("ended", message.from().ended().map(Instant::toString))
                        .put("manifest", message.manifest().toString())
                        .put("first", message.first())
                        .put("end", message.end())
                        .build());
    }

    static IntakeMessage read(JsonObject json) {
        var kind = json.requireText("spillway");
        return switch (kind) {
            case ONE ->
                    new IntakeMessage.Output(
                            origin(json),
                            ObjectVersion.fromJson(json.requireObject("output")),
                            json.integer("ordinal").orElse(0),
                            json.integer("of").orElse(0));
            case RANGE ->
                    new IntakeMessage.OutputRange(
                            origin(json),
                            ObjectLocation.parse(json.requireText("manifest")),
                            json.requireInt("first"),
                            json.requireInt("end"));
            default -> throw new JsonMismatch("Unknown message kind \"%s\".".formatted(kind));
        };
    }

    private static Origin origin(JsonObject json) {
        return new Origin(
                WorkItem.fromJson(json.requireObject("from")),
                json.text("ended").map(Instant::parse));
    }
}
