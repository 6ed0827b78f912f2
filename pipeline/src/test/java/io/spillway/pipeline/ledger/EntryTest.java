package io.spillway.pipeline.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.routing.Route;
import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.work.Failure;
import io.spillway.pipeline.work.Upload;
import io.spillway.pipeline.work.WorkItem;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EntryTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Worker WORKER = new Worker.Invocation("r");
    private static final State CLAIMED = new State.Claimed(WORKER, NOW);

    private static Entry first(State state) {
        var object = new ObjectVersion(new ObjectLocation("in", "a"), Optional.empty(), "e", 1);
        var item =
                new WorkItem(
                        "id",
                        "p",
                        "ph",
                        object,
                        ContentType.CSV,
                        "a",
                        Upload.of("p", object, "e"),
                        0);
        return Entry.first(NOW, "me", item, new Route.Inline("Because."), state);
    }

    @Test
    void countsAClaimAsAnAttempt() {
        assertThat(first(CLAIMED).attempts()).isEqualTo(1);
        assertThat(first(new State.Submitting("j", 1)).attempts()).isZero();
        assertThat(first(new State.Submitting("j", 1)).next(NOW, "job", CLAIMED).attempts())
                .isEqualTo(1);
    }

    @Test
    void countsARenewedClaimOnce() {
        assertThat(first(CLAIMED).next(NOW, "me", CLAIMED).attempts()).isEqualTo(1);
    }

    @Test
    void countsAClaimTakenOverOrTakenAgain() {
        var released = new State.Released(WORKER, new Failure(Failure.Kind.TRANSIENT, "Lost."));

        assertThat(first(CLAIMED).next(NOW, "other", CLAIMED).attempts()).isEqualTo(2);
        assertThat(first(CLAIMED).next(NOW, "me", released).next(NOW, "me", CLAIMED).attempts())
                .isEqualTo(2);
    }

    @Test
    void keepsItsCheckpointOnTheWayToTheNextAttempt() {
        var checkpoint = Optional.of(new ObjectLocation("work", "checkpoints/id/1.json"));
        var released = new State.Released(WORKER, new Failure(Failure.Kind.TRANSIENT, "Lost."));

        var claimed =
                first(CLAIMED)
                        .next(NOW, "me", released)
                        .withCheckpoint(checkpoint)
                        .next(NOW, "job", CLAIMED);

        assertThat(claimed.checkpoint()).isEqualTo(checkpoint);
        assertThat(Entry.fromJson(claimed.toJson())).isEqualTo(claimed);
    }
}
