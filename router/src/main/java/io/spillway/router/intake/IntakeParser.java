package io.spillway.router.intake;

import io.spillway.pipeline.event.Notice;
import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.json.JsonValue;
import io.spillway.pipeline.telemetry.TraceContext;
import java.time.DateTimeException;
import java.util.Optional;

/**
 * Tells what a message body is: an S3 event as it is, inside an SNS envelope or in EventBridge's
 * form, the test event of S3, a phase event, a Batch job's state change, or one of the router's
 * own.
 */
public final class IntakeParser {

    /**
     * An envelope in an envelope, as a topic subscribed to a bridge gives; deeper is nobody's
     * doing.
     */
    private static final int DEEPEST = 3;

    /** Characters of the sentence about what can't be read. */
    private static final int LONGEST_WHY = 1_000;

    private IntakeParser() {}

    /** What the body means. Never throws: what it can't read is a value too. */
    public static IntakeMessage parse(String body) {
        return read(body).message();
    }

    /** {@link #parse}, and what the body says of a trace. */
    public static Intake read(String body) {
        return read(body, 1);
    }

    private static Intake read(String body, int depth) {
        try {
            var json = Json.readObject(body);
            if (json.text("Type").filter("Notification"::equals).isPresent()) {
                if (depth == DEEPEST) {
                    return unreadable(
                            "It is %d SNS envelopes inside each other.".formatted(DEEPEST));
                }
                var enveloped = read(json.requireText("Message"), depth + 1);
                return new Intake(
                        enveloped.message(), ofEnvelope(json).or(() -> enveloped.trace()));
            }
            return new Intake(understand(json), traceIn(json, TraceContext.TRACEPARENT));
        } catch (IllegalArgumentException | DateTimeException e) {
            // Also what a record's constructor refuses: an empty key, a negative size.
            return unreadable(shortened(e.getMessage()));
        }
    }

    /** A message may quote what it is about, and that may have a megabyte. */
    private static String shortened(String why) {
        return why.length() <= LONGEST_WHY ? why : why.substring(0, LONGEST_WHY - 1) + "…";
    }

    private static Intake unreadable(String why) {
        return new Intake(new IntakeMessage.Unreadable(why), Optional.empty());
    }

    /** Source: Amazon SNS Developer Guide, "Parsing Amazon SNS message formats". */
    private static Optional<TraceContext> ofEnvelope(JsonObject envelope) {
        return member(envelope, "MessageAttributes", JsonObject.class)
                .flatMap(all -> member(all, TraceContext.TRACEPARENT, JsonObject.class))
                .flatMap(attribute -> traceIn(attribute, "Value"));
    }

    private static Optional<TraceContext> traceIn(JsonObject json, String name) {
        return member(json, name, JsonValue.Text.class)
                .flatMap(text -> TraceContext.ofTraceparent(text.value()));
    }

    /** A trace that can't be read must not make its message unreadable. */
    private static <T extends JsonValue> Optional<T> member(
            JsonObject json, String name, Class<T> kind) {
        return json.get(name).filter(kind::isInstance).map(kind::cast);
    }

    private static IntakeMessage understand(JsonObject json) {
        if (json.get("Records").isPresent()) {
            return S3Events.notification(json);
        }
        if (json.text("Event").filter("s3:TestEvent"::equals).isPresent()) {
            return new IntakeMessage.Nothing(
                    "the test event of bucket " + json.text("Bucket").orElse("?"));
        }
        if (PhaseEvent.isOne(json)) {
            return phaseEvent(json);
        }
        if (Notice.isOne(json)) {
            return new IntakeMessage.Nothing("notice " + json.requireText("id"));
        }
        if (json.get("spillway").isPresent()) {
            return switch (json.requireText("spillway")) {
                case SubmissionMessages.KIND -> SubmissionMessages.read(json);
                case ReconcileMessages.START -> ReconcileMessages.readStart(json);
                case ReconcileMessages.PART -> ReconcileMessages.readPart(json);
                case ReconcileMessages.ENDS -> ReconcileMessages.readEnds(json);
                case ReconcileMessages.WAITING -> new IntakeMessage.LookAtWaitingJobs();
                case ReconcileMessages.DEAD_LETTERS -> new IntakeMessage.LookAtDeadLetters();
                case ReconcileMessages.UPLOAD -> ReconcileMessages.readUpload(json);
                case SetMessages.KIND -> SetMessages.read(json);
                case ReplayMessages.KIND -> ReplayMessages.read(json);
                default -> OutputMessages.read(json);
            };
        }
        return switch (json.text("source").orElse("")) {
            case "aws.s3" -> S3Events.eventBridge(json);
            case "aws.batch" -> JobEvents.read(json);
            default ->
                    new IntakeMessage.Unreadable(
                            shortened(
                                    "It is JSON of no form known here: members "
                                            + json.members().keySet().stream().limit(10).toList()
                                            + "."));
        };
    }

    private static IntakeMessage phaseEvent(JsonObject json) {
        var event = PhaseEvent.fromJson(json);
        return event.happening().isTerminal()
                ? new IntakeMessage.PhaseEnded(event)
                : new IntakeMessage.Nothing("phase event " + event.id());
    }
}
