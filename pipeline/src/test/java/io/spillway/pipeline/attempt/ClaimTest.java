package io.spillway.pipeline.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.spillway.pipeline.ledger.Entry;
import io.spillway.pipeline.ledger.Ledger;
import io.spillway.pipeline.ledger.ObjectLedger;
import io.spillway.pipeline.ledger.State;
import io.spillway.pipeline.ledger.Worker;
import io.spillway.pipeline.memory.MemoryObjectStore;
import io.spillway.pipeline.memory.TestClock;
import io.spillway.pipeline.routing.Route;
import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.StoreException;
import io.spillway.pipeline.work.Failure;
import io.spillway.pipeline.work.Upload;
import io.spillway.pipeline.work.WorkItem;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

class ClaimTest {

    private static final Duration LEASE = Duration.ofSeconds(30);

    private final TestClock clock = new TestClock();
    private final Ledger ledger = new ObjectLedger(new MemoryObjectStore(), "work", "ledger/");
    private final LosingLedger losing = new LosingLedger(ledger);
    private final Entry claimed = claimed();
    private final Claim claim = new Claim(losing, clock, claimed);
    private final State.Released released =
            new State.Released(
                    new Worker.Invocation("r"), new Failure(Failure.Kind.STOPPED, "Told to stop."));

    ClaimTest() throws IOException {
        ledger.append(claimed);
    }

    /** Loses an answer when told to. */
    private static final class LosingLedger implements Ledger {
        private final Ledger ledger;
        private boolean takes;
        private boolean loses;

        LosingLedger(Ledger ledger) {
            this.ledger = ledger;
        }

        void fail(boolean butTake) {
            loses = true;
            takes = butTake;
        }

        @Override
        public Optional<Entry> newest(String workItemId) throws IOException {
            return ledger.newest(workItemId);
        }

        @Override
        public List<Entry> history(String workItemId) throws IOException {
            return ledger.history(workItemId);
        }

        @Override
        public boolean append(Entry entry) throws IOException {
            if (!loses) {
                return ledger.append(entry);
            }
            loses = false;
            if (takes) {
                ledger.append(entry);
            }
            throw new StoreException.Transient("The answer was lost.", null);
        }
    }

    private Entry claimed() {
        var store = new MemoryObjectStore();
        var input = store.put(new ObjectLocation("drop", "a.txt"), new byte[] {1});
        var revision = input.versionId().orElseThrow();
        var item =
                new WorkItem(
                        WorkItem.idOf("p", "upper", input, revision),
                        "p",
                        "upper",
                        input,
                        ContentType.TEXT,
                        "a.txt",
                        Upload.of("p", input, revision),
                        0);
        return Entry.first(
                clock.instant(),
                "writer",
                item,
                new Route.Inline("Small."),
                new State.Claimed(new Worker.Invocation("r"), clock.instant().plus(LEASE)));
    }

    private void loseTheAnswerToARenewal(boolean butTake) {
        clock.advance(LEASE.dividedBy(3));
        losing.fail(butTake);
        assertThatExceptionOfType(StoreException.Transient.class)
                .isThrownBy(() -> claim.renew(LEASE));
        clock.advance(LEASE.dividedBy(3));
    }

    @Test
    void isNotLostWithTheAnswerToARenewal() throws IOException {
        loseTheAnswerToARenewal(true);

        assertThat(claim.advance(released)).isTrue();
        assertThat(ledger.history(claimed.item().id()))
                .extracting(entry -> entry.state().word())
                .containsExactly("claimed", "claimed", "released");
    }

    @Test
    void isNotLostWithARenewalThatNeverArrived() throws IOException {
        loseTheAnswerToARenewal(false);

        assertThat(claim.advance(released)).isTrue();
        assertThat(claim.isLost()).isFalse();
    }

    @Test
    void isLostToAHostThatTookOverWhileARenewalWasInDoubt() throws IOException {
        loseTheAnswerToARenewal(false);
        ledger.append(claimed.next(clock.instant(), "another", claimed.state()));

        assertThat(claim.advance(released)).isFalse();
        assertThat(claim.isLost()).isTrue();
    }
}
