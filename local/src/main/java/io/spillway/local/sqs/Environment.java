package io.spillway.local.sqs;

import io.spillway.local.fault.Faults;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What a queue sees of the world around it.
 *
 * @param journal makes a change outlive the process
 * @param queues the queue with an ARN, if there is one
 */
record Environment(
        Clock clock,
        Faults faults,
        AwsAccount account,
        Consumer<Change> journal,
        Function<String, Optional<Queue>> queues) {

    /** Milliseconds since 1970. */
    long now() {
        return clock.millis();
    }

    String arn(String queueName) {
        return account.arn("sqs", queueName);
    }
}
