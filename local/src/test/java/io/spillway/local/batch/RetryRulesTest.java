package io.spillway.local.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.pipeline.json.Json;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryRulesTest {

    /** The strategy that Spillway's own job definitions have, more or less. */
    private static final String SPILLWAY =
            """
            [{"onStatusReason": "Host EC2*", "action": "RETRY"},
             {"onExitCode": "75", "action": "retry"},
             {"onReason": "CannotPullContainerError*", "action": "RETRY"},
             {"onReason": "*", "action": "EXIT"}]
            """;

    private static RetryStrategy strategy(int attempts, String evaluateOnExit) {
        return RetryStrategy.of(
                Json.readObject(
                        "{\"retryStrategy\": {\"attempts\": %d, \"evaluateOnExit\": %s}}"
                                .formatted(attempts, evaluateOnExit)));
    }

    private static boolean retries(String evaluateOnExit, AttemptEnd end) {
        return RetryRules.retries(strategy(3, evaluateOnExit), 1, end);
    }

    private static AttemptEnd exit(int code) {
        return AttemptEnd.exited(new ContainerExit(code, false));
    }

    @ParameterizedTest
    @CsvSource({"1, 1, false", "2, 1, true", "2, 2, false", "10, 9, true", "10, 10, false"})
    void triesNoMoreOftenThanItMay(int attempts, int made, boolean retries) {
        assertThat(RetryRules.retries(strategy(attempts, "[]"), made, exit(1))).isEqualTo(retries);
    }

    @Test
    void retriesWhenNoConditionMatches() {
        assertThat(retries("[{\"onExitCode\": \"65\", \"action\": \"EXIT\"}]", exit(1))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"1, false", "65, false", "70, false", "75, true", "137, false", "7, false"})
    void looksAtTheExitCode(int code, boolean retries) {
        assertThat(retries(SPILLWAY, exit(code))).isEqualTo(retries);
    }

    @Test
    void retriesWhenTheHostVanished() {
        assertThat(retries(SPILLWAY, AttemptEnd.hostLost())).isTrue();
    }

    @Test
    void retriesWhenTheImageCannotBePulled() {
        assertThat(retries(SPILLWAY, AttemptEnd.notPulled("image a not found"))).isTrue();
        assertThat(retries(SPILLWAY, AttemptEnd.notStarted("no such file"))).isFalse();
    }

    @Test
    void neverRetriesAfterATimeout() {
        var timedOut = AttemptEnd.timedOut(new ContainerExit(143, false));

        assertThat(retries("[]", timedOut)).isFalse();
        assertThat(retries("[{\"onExitCode\": \"*\", \"action\": \"RETRY\"}]", timedOut)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "Essential container in task exited, true",
        "essential CONTAINER in task exited, true",
        "Essential*, true",
        "ESSENTIAL*, true",
        "*, true",
        "Essential, false",
        "container*, false",
        "Essential container in task exited now, false"
    })
    void matchesAStartWithoutRegardToCase(String pattern, boolean matches) {
        var entry = "[{\"onStatusReason\": \"%s\", \"action\": \"EXIT\"}]".formatted(pattern);

        assertThat(retries(entry, exit(1))).isNotEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({"1*, true", "13*, true", "137, true", "138, false", "2*, false", "*, true"})
    void matchesAnExitCodeByItsDigits(String pattern, boolean matches) {
        var entry = "[{\"onExitCode\": \"%s\", \"action\": \"EXIT\"}]".formatted(pattern);

        assertThat(retries(entry, exit(137))).isNotEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({
        "Essential*, 1, true",
        "Essential*, 2, false",
        "Host*, 1, false",
        "Host*, 2, false"
    })
    void needsAllConditionsOfAnEntry(String statusReason, String exitCode, boolean matches) {
        var entry =
                "[{\"onStatusReason\": \"%s\", \"onExitCode\": \"%s\", \"action\": \"EXIT\"}]"
                        .formatted(statusReason, exitCode);

        assertThat(retries(entry, exit(1))).isNotEqualTo(matches);
    }

    @Test
    void takesTheFirstEntryThatMatches() {
        assertThat(
                        retries(
                                """
                                [{"onExitCode": "1", "action": "RETRY"},
                                 {"onExitCode": "1", "action": "EXIT"}]
                                """,
                                exit(1)))
                .isTrue();
    }

    @Test
    void looksAtTheReasonOfAContainerKilledForItsMemory() {
        var entry = "[{\"onReason\": \"OutOfMemoryError:*\", \"action\": \"EXIT\"}]";

        assertThat(retries(entry, AttemptEnd.exited(new ContainerExit(137, true)))).isFalse();
        assertThat(retries(entry, exit(137))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"onExitCode\": \"a\", \"action\": \"EXIT\"}",
                "{\"onExitCode\": \"-1\", \"action\": \"EXIT\"}",
                "{\"onExitCode\": \"*1\", \"action\": \"EXIT\"}",
                "{\"onReason\": \"a(b\", \"action\": \"EXIT\"}",
                "{\"onReason\": \"a*b\", \"action\": \"EXIT\"}",
                "{\"onStatusReason\": \"a-b\", \"action\": \"EXIT\"}",
                "{\"onReason\": \"a\", \"action\": \"STOP\"}"
            })
    void refusesAPatternThatBatchDoesNotHave(String entry) {
        assertThatThrownBy(() -> strategy(2, "[" + entry + "]")).isInstanceOf(BatchError.class);
    }

    @Test
    void takesFiveConditionsOf512Characters() {
        var pattern = "x".repeat(512);
        var entry = "{\"onReason\": \"%s\", \"action\": \"EXIT\"}";

        assertThat(strategy(2, repeated(entry.formatted(pattern), 5)).evaluateOnExit()).hasSize(5);
        assertThatThrownBy(() -> strategy(2, repeated(entry.formatted(pattern), 6)))
                .hasMessage("retryStrategy.evaluateOnExit has 6 entries: at most 5.");
        assertThatThrownBy(() -> strategy(2, repeated(entry.formatted(pattern + "x"), 1)))
                .isInstanceOf(BatchError.class);
    }

    private static String repeated(String entry, int count) {
        return IntStream.range(0, count)
                .mapToObj(_ -> entry)
                .collect(Collectors.joining(",", "[", "]"));
    }

    @Test
    void refusesConditionsWithoutANumberOfAttempts() {
        var holder =
                Json.readObject(
                        """
                        {"retryStrategy": {"evaluateOnExit": [{"onReason": "*", "action": "EXIT"}]}}
                        """);

        assertThatThrownBy(() -> RetryStrategy.of(holder))
                .hasMessage("retryStrategy has evaluateOnExit but no attempts: both or neither.");
    }

    @Test
    void triesOnceWithoutAStrategy() {
        assertThat(RetryStrategy.of(Json.readObject("{}")).attempts()).isEqualTo(1);
    }
}
