package io.spillway.local.replay;

import io.spillway.pipeline.ledger.Entry;
import io.spillway.pipeline.ledger.State;
import io.spillway.pipeline.work.WorkItem;
import java.util.Optional;

/**
 * A work item that could be done once more: the newest of its repetitions, or itself.
 *
 * @param newest how it ended, or how far it is
 */
public record Candidate(Entry newest) {

    public WorkItem item() {
        return newest.item();
    }

    /**
     * Why it isn't to be done once more; empty if it may be.
     *
     * @param again whether also what did not fail
     */
    public Optional<String> refusal(boolean again) {
        var subject = "phase %s on %s".formatted(item().phase(), item().input().location());
        return switch (newest.state()) {
            case State.Failed _ ->
                    item().phase().equals(WorkItem.INTAKE)
                            ? Optional.of(
                                    "Will not replay %s: it was refused before any phase. Upload it again once it, or the definition, is corrected."
                                            .formatted(item().input().location()))
                            : Optional.empty();
            case State.Succeeded _, State.Skipped _ ->
                    again && !item().phase().equals(WorkItem.INTAKE)
                            ? Optional.empty()
                            : Optional.of(
                                    "Will not replay %s: it ended %s. Add --again to run it all the same."
                                            .formatted(subject, newest.state().word()));
            case State.Submitting _,
                    State.Submitted _,
                    State.Requeued _,
                    State.Claimed _,
                    State.Released _,
                    State.Committing _,
                    State.Announced _ ->
                    Optional.of(
                            "Will not replay %s: it has not ended, it is %s. Wait for its end."
                                    .formatted(subject, newest.state().word()));
        };
    }

    /** What is said of it in a list. */
    public String line() {
        var why =
                newest.state() instanceof State.Failed(var failure, var _)
                        ? failure.kind().word() + ": " + failure.message()
                        : newest.state().word();
        return "%s  %s  %s  %s"
                .formatted(item().id(), item().phase(), item().input().location(), why);
    }
}
