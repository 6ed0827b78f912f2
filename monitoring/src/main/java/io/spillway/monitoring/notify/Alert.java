package io.spillway.monitoring.notify;

import io.spillway.pipeline.event.Notice;
import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.json.JsonMismatch;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.work.Failure;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * One event that a person wants to know of.
 *
 * @param id of the event
 * @param phase absent where none is known yet
 * @param kind of failure, in a word; the status where nothing failed
 * @param item id of the work item, where there is one
 * @param reason what happened, why with the numbers
 * @param remedy what to do
 */
public record Alert(
        String id,
        Instant time,
        String pipeline,
        Optional<String> phase,
        Status status,
        String kind,
        ObjectLocation subject,
        Optional<String> item,
        String reason,
        String remedy) {

    /** Oldest first; of one time, in the order of their ids. */
    static final Comparator<Alert> BY_TIME =
            Comparator.comparing(Alert::time).thenComparing(Alert::id);

    /** What happened to the work. */
    public enum Status {
        /** It won't be attempted again. */
        FAILED("failed"),
        /** It doesn't go on by itself. */
        STUCK("stuck"),
        /** It had stopped, and goes on. */
        RECOVERED("recovered");

        private final String word;

        Status(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /**
     * @return empty for what nobody needs to be told of, and for events of types not known here
     */
    public static Optional<Alert> of(JsonObject published) {
        try {
            if (PhaseEvent.isOne(published)) {
                return ofPhase(PhaseEvent.fromJson(published));
            }
            if (Notice.isOne(published)) {
                return Optional.of(ofNotice(Notice.fromJson(published)));
            }
            return Optional.empty();
        } catch (JsonMismatch e) {
            return Optional.empty();
        }
    }

    private static Optional<Alert> ofPhase(PhaseEvent event) {
        if (!(event.happening() instanceof PhaseEvent.Happening.Failed(var failure, var _))) {
            return Optional.empty();
        }
        var item = event.item();
        return Optional.of(
                new Alert(
                        event.id(),
                        event.time(),
                        item.pipeline(),
                        Optional.of(item.phase()),
                        Status.FAILED,
                        failure.kind().word(),
                        item.input().location(),
                        Optional.of(item.id()),
                        failure.message(),
                        remedy(failure.kind())));
    }

    private static Alert ofNotice(Notice notice) {
        var status =
                switch (notice.status()) {
                    case STUCK -> Status.STUCK;
                    case RECOVERED -> Status.RECOVERED;
                };
        return new Alert(
                notice.id(),
                notice.time(),
                notice.pipeline(),
                notice.phase(),
                status,
                status.word(),
                notice.input(),
                notice.item(),
                notice.reason(),
                notice.remedy());
    }

    /** What helps against a kind of failure, before the work is run again. */
    private static String remedy(Failure.Kind kind) {
        return switch (kind) {
            case REJECTED, BAD_INPUT ->
                    "Drop a mended file under the same key. If the file is right, correct the phase and run it again.";
            case INPUT_GONE ->
                    "Drop the file again: the version that was to be read is no longer there.";
            case CONFIGURATION -> "Correct what the reason names, deploy, and run it again.";
            case BUG -> "Correct the stage or the program it wraps, deploy, and run it again.";
            case JOB_FAILED ->
                    "Only the stop of the container was seen, so the job's log says more than the reason. Look into it, then run it again.";
            case TRANSIENT, STOPPED ->
                    "All attempts met trouble that passes. Once it has passed, run it again.";
            case DEADLINE -> "Give the phase more time, or send it to Batch, and run it again.";
            case MEMORY -> "Give the phase more batch.memory, and run it again.";
            case SCRATCH, EXPANSION -> "Give the phase more batch.disk, and run it again.";
        };
    }

    /**
     * The command that runs failed work again; empty where that can't help, and for notices, whose
     * remedy has its own.
     */
    Optional<String> command() {
        return switch (status) {
            case FAILED ->
                    kind.equals(Failure.Kind.INPUT_GONE.word())
                            ? Optional.empty()
                            : ReplayCommand.of(this);
            case STUCK, RECOVERED -> Optional.empty();
        };
    }
}
