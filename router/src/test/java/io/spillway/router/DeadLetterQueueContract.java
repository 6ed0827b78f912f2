package io.spillway.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link DeadLetterQueue} must do. One subclass per implementation. */
public abstract class DeadLetterQueueContract {

    /** More than one request shows. */
    private static final int MANY = 25;

    protected abstract DeadLetterQueue letters();

    /** Puts a message into the queue, as sent now. */
    protected abstract void giveUp(String body);

    /** Messages that are in the queue, seen lately or not. */
    protected abstract long count();

    private List<String> giveUpMany() {
        var bodies = IntStream.range(0, MANY).mapToObj(i -> "odd +%ü😀 " + i).toList();
        bodies.forEach(this::giveUp);
        return bodies;
    }

    @Test
    void showsEveryMessageOnceAndLeavesThemAllThere() throws Exception {
        var bodies = giveUpMany();

        var seen = letters().look(100);

        assertThat(seen)
                .extracting(DeadLetterQueue.Letter::body)
                .containsExactlyInAnyOrderElementsOf(bodies);
        assertThat(seen).extracting(DeadLetterQueue.Letter::messageId).doesNotHaveDuplicates();
        assertThat(count()).isEqualTo(MANY);
    }

    @Test
    void tellsWhenAMessageWasSent() throws Exception {
        var before = Instant.now().minus(Duration.ofSeconds(1));

        giveUp("m");

        assertThat(letters().look(1))
                .singleElement()
                .satisfies(letter -> assertThat(letter.sent()).isBetween(before, Instant.now()));
    }

    @Test
    void showsNoMoreThanIsAskedFor() throws Exception {
        giveUpMany();

        assertThat(letters().look(12)).hasSize(12);
    }

    @Test
    void showsNothingWhereNothingWasGivenUp() throws Exception {
        assertThat(letters().look(100)).isEmpty();
    }

    @Test
    void tellsItsArn() throws Exception {
        assertThat(letters().arn()).matches("arn:aws:sqs:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]+");
    }
}
