package io.spillway.pipeline.event;

import io.spillway.pipeline.json.JsonMismatch;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.ledger.Entry;
import io.spillway.pipeline.ledger.State;
import io.spillway.pipeline.ledger.Worker;
import io.spillway.pipeline.routing.Route;
import io.spillway.pipeline.telemetry.TraceContext;
import io.spillway.pipeline.work.Failure;
import io.spillway.pipeline.work.Results;
import io.spillway.pipeline.work.Usage;
import io.spillway.pipeline.work.WorkItem;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What a phase tells the world about one of its work items, in the shape of a CloudEvent 1.0.
 *
 * <p>Its id is a function of the work item and what happened to it: an event published twice has
 * one id. Source of the attribute names: CloudEvents specification 1.0.
 */
public record PhaseEvent(
        String id, Instant time, WorkItem item, Route route, int attempt, Happening happening)
        implements CloudEvent {

    private static final String TYPE_PREFIX = "io.spillway.phase.";
    private static final String TYPE_VERSION = ".v1";

    /** What happened. */
    public sealed interface Happening {

        /** The work item goes to AWS Batch. */
        record Routed() implements Happening {}

        /** An attempt began. */
        record Started(Worker worker) implements Happening {}

        /**
         * An attempt came further.
         *
         * @param total in the same unit as {@code done}; 0 where it isn't known
         */
        record Progressed(long done, long total) implements Happening {}

        /** All outputs are visible. Terminal. */
        record Succeeded(Results results, Usage usage) implements Happening {}

        /**
         * The work item won't be attempted again. Terminal.
         *
         * @param usage of the attempt after which it was given up; absent where there was none, or
         *     it ended without a word
         */
        record Failed(Failure failure, Optional<Usage> usage) implements Happening {

            /** Without an attempt that told what it used. */
            public Failed(Failure failure) {
                this(failure, Optional.empty());
            }
        }

        /** Nothing was to be done. Terminal. */
        record Skipped(String reason) implements Happening {}

        /** As it stands in event types and message attributes. */
        default String status() {
            return switch (this) {
                case Routed _ -> "routed";
                case Started _ -> "started";
                case Progressed _ -> "progressed";
                case Succeeded _ -> "succeeded";
                case Failed _ -> "failed";
                case Skipped _ -> "skipped";
            };
        }

        /** Whether nothing more will be told of the work item. */
        default boolean isTerminal() {
            return switch (this) {
                case Routed _, Started _, Progressed _ -> false;
                case Succeeded _, Failed _, Skipped _ -> true;
            };
        }
    }

    /** An event with the id that belongs to it. */
    public static PhaseEvent of(
            Instant time, WorkItem item, Route route, int attempt, Happening happening) {
        var id =
                switch (happening) {
                    case Happening.Started _ ->
                            "%s.%s.%d".formatted(item.id(), happening.status(), attempt);
                    case Happening.Progressed(var done, var _) ->
                            "%s.%s.%d.%d".formatted(item.id(), happening.status(), attempt, done);
                    case Happening.Routed _,
                            Happening.Succeeded _,
                            Happening.Failed _,
                            Happening.Skipped _ ->
                            "%s.%s".formatted(item.id(), happening.status());
                };
        return new PhaseEvent(id, time, item, route, attempt, happening);
    }

    public String status() {
        return happening.status();
    }

    @Override
    public Map<String, String> attributes() {
        return Map.of(
                "pipeline",
                item.pipeline(),
                "phase",
                item.phase(),
                "status",
                status(),
                "route",
                route.word(),
                TraceContext.TRACEPARENT,
                traceparent());
    }

    /**
     * The step of the upload's trace that tells this. Source of the attribute: CloudEvents,
     * "Distributed Tracing extension".
     */
    private String traceparent() {
        return item.span(attempt).traceparent();
    }

    @Override
    public JsonObject toJson() {
        var data =
                JsonObject.of()
                        .put("status", status())
                        .put("route", route.toJson())
                        .put("attempt", attempt)
                        .put("item", item.toJson());
        switch (happening) {
            case Happening.Routed() -> {}
            case Happening.Started(var worker) -> data.put("worker", worker.toJson());
            case Happening.Progressed(var done, var total) ->
                    data.put("progress", JsonObject.of().put("done", done).put("total", total));
            case Happening.Succeeded(var results, var usage) ->
                    data.put("outputs", results.toJson()).put("usage", usage.toJson());
            case Happening.Failed(var failure, var usage) -> {
                data.put("error", failure.toJson());
                usage.ifPresent(used -> data.put("usage", used.toJson()));
            }
            case Happening.Skipped(var reason) -> data.put("reason", reason);
        }
        return JsonObject.of()
                .put("specversion", "1.0")
                .put("id", id)
                .put("source", "/spillway/" + item.pipeline())
                .put("type", TYPE_PREFIX + status() + TYPE_VERSION)
                .put("subject", item.input().location().toString())
                .put("time", time.toString())
                .put("datacontenttype", "application/json")
                .put(TraceContext.TRACEPARENT, traceparent())
                .put("data", data)
                .build();
    }

    /** Whether a JSON document is one of these events, of any version. */
    public static boolean isOne(JsonObject json) {
        return json.get("specversion").isPresent()
                && json.text("type").filter(type -> type.startsWith(TYPE_PREFIX)).isPresent();
    }

    /**
     * @throws JsonMismatch if the document isn't such an event, or one of a version not known here
     */
    public static PhaseEvent fromJson(JsonObject json) {
        var data = json.requireObject("data");
        return new PhaseEvent(
                json.requireText("id"),
                Instant.parse(json.requireText("time")),
                WorkItem.fromJson(data.requireObject("item")),
                Route.fromJson(data.requireObject("route")),
                data.requireInt("attempt"),
                happening(json.requireText("type"), data));
    }

    private static Happening happening(String type, JsonObject data) {
        return switch (type) {
            case "io.spillway.phase.routed.v1" -> new Happening.Routed();
            case "io.spillway.phase.started.v1" ->
                    new Happening.Started(Worker.fromJson(data.requireObject("worker")));
            case "io.spillway.phase.progressed.v1" -> {
                var progress = data.requireObject("progress");
                yield new Happening.Progressed(
                        progress.requireWhole("done"), progress.requireWhole("total"));
            }
            case "io.spillway.phase.succeeded.v1" ->
                    new Happening.Succeeded(
                            Results.fromJson(data.requireObject("outputs")),
                            Usage.fromJson(data.requireObject("usage")));
            case "io.spillway.phase.failed.v1" ->
                    new Happening.Failed(
                            Failure.fromJson(data.requireObject("error")),
                            data.object("usage").map(Usage::fromJson));
            case "io.spillway.phase.skipped.v1" ->
                    new Happening.Skipped(data.requireText("reason"));
            default -> throw new JsonMismatch("Unknown event type \"%s\".".formatted(type));
        };
    }

    /** The event that tells of a work item's end; empty while it hasn't ended. */
    public static Optional<PhaseEvent> ending(Entry entry) {
        return switch (entry.state()) {
            case State.Succeeded(var results, var usage) ->
                    Optional.of(of(entry, new Happening.Succeeded(results, usage)));
            case State.Failed(var failure, var usage) ->
                    Optional.of(of(entry, new Happening.Failed(failure, usage)));
            case State.Skipped(var reason) -> Optional.of(of(entry, new Happening.Skipped(reason)));
            case State.Submitting _,
                    State.Submitted _,
                    State.Requeued _,
                    State.Claimed _,
                    State.Released _,
                    State.Committing _,
                    State.Announced _ ->
                    Optional.empty();
        };
    }

    private static PhaseEvent of(Entry entry, Happening happening) {
        return of(entry.at(), entry.item(), entry.route(), entry.attempts(), happening);
    }
}
