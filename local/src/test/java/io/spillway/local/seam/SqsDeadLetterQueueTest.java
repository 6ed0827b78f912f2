package io.spillway.local.seam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.router.DeadLetterQueue;
import io.spillway.router.aws.SqsDeadLetterQueue;
import java.io.IOException;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.sqs.SqsClient;

class SqsDeadLetterQueueTest {

    @RegisterExtension static final TwinExtension TWIN = new TwinExtension();

    private final String name = "dead-letters-" + UUID.randomUUID();
    private String url;
    private DeadLetterQueue letters;

    @BeforeEach
    void create() {
        url = sqs().createQueue(create -> create.queueName(name)).queueUrl();
        letters = new SqsDeadLetterQueue(sqs(), url);
    }

    private static SqsClient sqs() {
        return TWIN.clients().sqs();
    }

    private void giveUp(int messages) {
        IntStream.range(0, messages)
                .forEach(i -> sqs().sendMessage(send -> send.queueUrl(url).messageBody("m" + i)));
    }

    @Test
    void showsEveryMessageOnceAndLeavesThemAllThere() throws Exception {
        var before = Instant.now().minusSeconds(1);
        giveUp(25);

        var seen = letters.look(100);

        assertThat(seen)
                .extracting(DeadLetterQueue.Letter::body)
                .containsExactlyInAnyOrder(
                        IntStream.range(0, 25).mapToObj(i -> "m" + i).toArray(String[]::new));
        assertThat(seen).allMatch(letter -> letter.sent().isAfter(before));
        assertThat(TWIN.messages(name)).isEqualTo(25);
    }

    @Test
    void showsNoMoreThanIsAskedFor() throws Exception {
        giveUp(25);

        assertThat(letters.look(12)).hasSize(12);
    }

    @Test
    void showsNothingWhereNothingWasGivenUp() throws Exception {
        assertThat(letters.look(100)).isEmpty();
    }

    @Test
    void tellsItsArn() throws Exception {
        assertThat(letters.arn()).startsWith("arn:aws:sqs:").endsWith(":" + name);
    }

    @Test
    void saysWhichQueueCanNotBeReached() {
        var missing = new SqsDeadLetterQueue(sqs(), url + "-missing");

        assertThatThrownBy(() -> missing.look(1))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("Looking at the messages given up to " + url + "-missing");
    }
}
