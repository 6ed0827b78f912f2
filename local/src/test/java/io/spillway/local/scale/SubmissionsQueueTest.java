package io.spillway.local.scale;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class SubmissionsQueueTest {

    private final SubmissionsQueue queue = new SubmissionsQueue();

    @Test
    void isNotEmptyWhileSomebodyGathersItsLastMessage() throws Exception {
        queue.send(List.of("{}"));
        try (var gatherer = Executors.newSingleThreadExecutor()) {
            var gathered = gatherer.submit(() -> queue.take(2, Duration.ofDays(1)));
            while (queue.size() > 0) {
                Thread.onSpinWait();
            }

            assertThat(queue.isEmpty()).isFalse();

            queue.send(List.of("{}"));
            assertThat(gathered.get()).hasSize(2);
        }
        assertThat(queue.isEmpty()).isFalse();
    }

    @Test
    void isEmptyOnceWhatWasTakenIsDone() throws Exception {
        queue.send(List.of("{}"));
        var taken = queue.take(1, Duration.ZERO);

        queue.done(taken, List.of());

        assertThat(queue.isEmpty()).isTrue();
    }
}
