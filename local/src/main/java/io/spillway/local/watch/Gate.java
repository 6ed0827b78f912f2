package io.spillway.local.watch;

import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.event.PhaseEvent.Happening;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Opens once enough work items have ended as wanted. For one thread at a time. */
public final class Gate {

    /** The endings that count. */
    public enum Until {
        /** Each must succeed: another ending shuts the gate. */
        SUCCEEDED,
        /** Any will do. */
        TERMINAL
    }

    /** What an event made of the gate. */
    public sealed interface Verdict {

        /** As many ended as wanted. */
        record Open() implements Verdict {}

        /** One ended otherwise, so that it can't open. */
        record Shut(String why) implements Verdict {}
    }

    /** Statuses that it must be told of. */
    public static final List<String> STATUSES = List.of("succeeded", "failed", "skipped");

    private final Until until;
    private final int count;
    private final Set<String> ended = new HashSet<>();

    /**
     * @param count work items that must end as wanted; positive
     */
    public Gate(Until until, int count) {
        this.until = until;
        this.count = count;
    }

    /** What the gate is after an event; empty while it waits for more. */
    public Optional<Verdict> after(PhaseEvent event) {
        return switch (event.happening()) {
            case Happening.Routed _, Happening.Started _, Happening.Progressed _ ->
                    Optional.empty();
            case Happening.Succeeded _ -> counted(event);
            case Happening.Failed(var failure, var _) -> otherwise(event, failure.message());
            case Happening.Skipped(var reason) -> otherwise(event, reason);
        };
    }

    private Optional<Verdict> counted(PhaseEvent event) {
        ended.add(event.item().id());
        return ended.size() < count ? Optional.empty() : Optional.of(new Verdict.Open());
    }

    private Optional<Verdict> otherwise(PhaseEvent event, String why) {
        return switch (until) {
            case TERMINAL -> counted(event);
            case SUCCEEDED ->
                    Optional.of(
                            new Verdict.Shut(
                                    "Phase %s %s for %s: %s"
                                            .formatted(
                                                    event.item().phase(),
                                                    event.status(),
                                                    event.item().input().location(),
                                                    why)));
        };
    }

    /** Work items that ended as wanted so far. */
    public int ended() {
        return ended.size();
    }
}
