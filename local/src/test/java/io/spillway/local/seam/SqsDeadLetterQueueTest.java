package io.spillway.local.seam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.router.DeadLetterQueue;
import io.spillway.router.DeadLetterQueueContract;
import io.spillway.router.aws.SqsDeadLetterQueue;
import java.io.IOException;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.sqs.SqsClient;

class SqsDeadLetterQueueTest extends DeadLetterQueueContract {

    @RegisterExtension static final TwinExtension TWIN = new TwinExtension();

    private final String name = "dead-letters-" + UUID.randomUUID();
    private String url;

    @BeforeEach
    void create() {
        url = sqs().createQueue(create -> create.queueName(name)).queueUrl();
    }

    private static SqsClient sqs() {
        return TWIN.clients().sqs();
    }

    @Override
    protected DeadLetterQueue letters() {
        return new SqsDeadLetterQueue(sqs(), url);
    }

    @Override
    protected void giveUp(String body) {
        sqs().sendMessage(send -> send.queueUrl(url).messageBody(body));
    }

    @Override
    protected long count() {
        return TWIN.messages(name);
    }

    @Test
    void tellsTheArnOfItsQueue() throws Exception {
        assertThat(letters().arn()).endsWith(":" + name);
    }

    @Test
    void saysWhichQueueCanNotBeReached() {
        var missing = new SqsDeadLetterQueue(sqs(), url + "-missing");

        assertThatThrownBy(() -> missing.look(1))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("Looking at the messages given up to " + url + "-missing");
    }
}
