package io.spillway.pipeline.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How an attempt waits outside simulations. */
@Timeout(180)
class ThreadsTest {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration SHORT = Duration.ofMillis(20);

    private final CompletableFuture<String> one = new CompletableFuture<>();
    private final CompletableFuture<String> other = new CompletableFuture<>();

    private Thread await(Duration most) {
        return Thread.startVirtualThread(
                () -> {
                    try {
                        Threads.REAL.await(List.of(one, other), most);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    @Test
    void waitsForAllTasks() throws InterruptedException {
        var waiting = await(LONG);

        other.complete("b");
        assertThat(waiting.join(SHORT)).isFalse();
        one.complete("a");

        waiting.join();
    }

    @Test
    void waitsForAllTasksWhereOneFails() throws InterruptedException {
        var waiting = await(LONG);

        one.completeExceptionally(new IllegalStateException("broken"));
        assertThat(waiting.join(SHORT)).isFalse();
        other.complete("b");

        waiting.join();
    }

    @Test
    void waitsNoLongerThanItMay() throws InterruptedException {
        await(SHORT).join();

        assertThat(List.of(one, other)).noneMatch(Future::isDone);
    }
}
