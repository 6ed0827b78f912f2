package io.spillway.monitoring.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.memory.MemoryObjectStore;
import io.spillway.pipeline.memory.TestClock;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ToldTest {

    private final TestClock clock = new TestClock();
    private final AtomicInteger writers = new AtomicInteger();
    private final Told told =
            new Told(
                    new MemoryObjectStore(),
                    "work",
                    clock,
                    () -> "writer-" + writers.incrementAndGet());

    @Test
    void letsOneOfTwoTell() throws IOException {
        var first = told.claim("ops", "e1");
        var second = told.claim("ops", "e1");

        assertThat(first).isInstanceOf(Told.Claim.Mine.class);
        assertThat(second).isEqualTo(new Told.Claim.Others());
    }

    @Test
    void letsNobodyTellWhoKnows() throws IOException {
        told.told(mine());

        assertThat(told.claim("ops", "e1")).isEqualTo(new Told.Claim.Done());
    }

    @Test
    void letsTheNextOneTryAtOnceWhatWasGivenBack() throws IOException {
        told.returned(mine());

        assertThat(told.claim("ops", "e1")).isEqualTo(new Told.Claim.Mine("ops", "e1", 2));
    }

    @Test
    void takesOverFromAnInvocationThatDied() throws IOException {
        mine();
        clock.advance(Told.CLAIM_LASTS.plusSeconds(1));

        assertThat(told.claim("ops", "e1")).isEqualTo(new Told.Claim.Mine("ops", "e1", 2));
    }

    @Test
    void keepsReceiversApart() throws IOException {
        told.told(mine());

        assertThat(told.claim("other", "e1")).isEqualTo(new Told.Claim.Mine("other", "e1", 1));
    }

    private Told.Claim.Mine mine() throws IOException {
        return (Told.Claim.Mine) told.claim("ops", "e1");
    }
}
