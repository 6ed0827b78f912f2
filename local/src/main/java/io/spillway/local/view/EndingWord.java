package io.spillway.local.view;

import io.spillway.pipeline.event.PhaseEvent.Happening;
import io.spillway.pipeline.ledger.Entry;
import io.spillway.pipeline.ledger.State;
import io.spillway.pipeline.work.Failure;
import java.util.Optional;

/** How a work item ended, as a run's summary counts it. */
public enum EndingWord {
    SUCCEEDED("succeeded"),
    IGNORED("ignored"),
    /** Rejected, or found wrong: the file is at fault, not the run. */
    REFUSED("refused"),
    FAILED("failed"),
    UNFINISHED("unfinished");

    private final String word;

    EndingWord(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    /** Whether the run did for the work item what can be done. */
    public boolean isAccountedFor() {
        return switch (this) {
            case SUCCEEDED, IGNORED, REFUSED -> true;
            case FAILED, UNFINISHED -> false;
        };
    }

    static EndingWord of(Entry end) {
        return switch (end.state()) {
            case State.Succeeded _ -> SUCCEEDED;
            case State.Skipped _ -> IGNORED;
            case State.Failed(var failure, var _) -> of(failure.kind());
            case State.Submitting _,
                    State.Submitted _,
                    State.Requeued _,
                    State.Claimed _,
                    State.Released _,
                    State.Committing _,
                    State.Announced _ ->
                    UNFINISHED;
        };
    }

    /** Empty for what ends no work item. */
    public static Optional<EndingWord> of(Happening happening) {
        return switch (happening) {
            case Happening.Succeeded _ -> Optional.of(SUCCEEDED);
            case Happening.Failed(var failure, var _) -> Optional.of(of(failure.kind()));
            case Happening.Skipped _ -> Optional.of(IGNORED);
            case Happening.Routed _, Happening.Started _, Happening.Progressed _ ->
                    Optional.empty();
        };
    }

    static EndingWord of(Failure.Kind kind) {
        return switch (kind) {
            case REJECTED, BAD_INPUT, INPUT_GONE -> REFUSED;
            case CONFIGURATION,
                    BUG,
                    TRANSIENT,
                    STOPPED,
                    DEADLINE,
                    MEMORY,
                    SCRATCH,
                    EXPANSION,
                    JOB_FAILED ->
                    FAILED;
        };
    }
}
