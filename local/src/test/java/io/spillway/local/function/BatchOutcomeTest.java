package io.spillway.local.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchOutcomeTest {

    private static final Set<String> IDS = Set.of("a", "b", "c");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " \n",
                "null",
                "{}",
                "{\"statusCode\": 200}",
                "{\"batchItemFailures\": null}",
                "{\"batchItemFailures\": []}"
            })
    void takesAnAnswerWithoutFailuresForDone(String response) {
        assertThat(BatchOutcome.of(response, IDS).failed()).isEmpty();
        assertThat(BatchOutcome.of(response, IDS).problem()).isEmpty();
    }

    @Test
    void retriesTheMessagesThatFailed() {
        var outcome =
                BatchOutcome.of(
                        """
                        {"batchItemFailures": [{"itemIdentifier": "a"}, {"itemIdentifier": "c"}]}
                        """,
                        IDS);

        assertThat(outcome.failed()).containsExactlyInAnyOrder("a", "c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "done",
                "[]",
                "\"done\"",
                "7",
                "true",
                "{\"batchItemFailures\": {}}",
                "{\"batchItemFailures\": \"a\"}",
                "{\"batchItemFailures\": [\"a\"]}",
                "{\"batchItemFailures\": [{\"itemIdentifier\": \"\"}]}",
                "{\"batchItemFailures\": [{\"itemIdentifier\": null}]}",
                "{\"batchItemFailures\": [{\"itemIdentifier\": 1}]}",
                "{\"batchItemFailures\": [{\"itemidentifier\": \"a\"}]}",
                "{\"batchItemFailures\": [{}]}",
                "{\"batchItemFailures\": [{\"itemIdentifier\": \"z\"}]}",
                "{\"batchItemFailures\": [{\"itemIdentifier\": \"a\"}, {\"itemIdentifier\": \"z\"}]}"
            })
    void retriesTheWholeBatchWhenTheAnswerIsWrong(String response) {
        assertThat(BatchOutcome.of(response, IDS).failed()).isEqualTo(IDS);
        assertThat(BatchOutcome.of(response, IDS).problem()).isPresent();
    }

    @Test
    void saysWhichMessageItDoesNotKnow() {
        assertThat(
                        BatchOutcome.of(
                                        "{\"batchItemFailures\": [{\"itemIdentifier\": \"z\"}]}",
                                        IDS)
                                .problem())
                .hasValue(
                        "The answer is no batch response: itemIdentifier \"z\" is none of the batch's messages.");
    }
}
