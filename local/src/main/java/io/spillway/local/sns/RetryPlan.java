package io.spillway.local.sns;

import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonMismatch;
import io.spillway.pipeline.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * How long to wait before each further attempt to reach an HTTP endpoint. Source: Amazon SNS
 * Developer Guide, "Amazon SNS message delivery retries".
 */
record RetryPlan(List<Duration> waits) {

    /** What SNS does unless told otherwise: three more attempts, 20 s apart. */
    static final RetryPlan PRESET =
            new RetryPlan(Stream.generate(() -> Duration.ofSeconds(20)).limit(3).toList());

    private static final int MOST_RETRIES = 100;
    private static final int LONGEST_SECONDS = 3_600;

    RetryPlan {
        waits = List.copyOf(waits);
    }

    /**
     * Reads {@code healthyRetryPolicy} of a DeliveryPolicy. Of the back-off functions only the
     * linear one is there: the others wait as it does.
     *
     * @throws SnsError if SNS would refuse it
     */
    static RetryPlan parse(String deliveryPolicy) {
        try {
            return Json.readObject(deliveryPolicy)
                    .object("healthyRetryPolicy")
                    .map(RetryPlan::of)
                    .orElse(PRESET);
        } catch (JsonMismatch e) {
            throw SnsError.invalid("DeliveryPolicy", e.getMessage());
        }
    }

    private static RetryPlan of(JsonObject policy) {
        int retries = number(policy, "numRetries", 3, MOST_RETRIES);
        int atOnce = number(policy, "numNoDelayRetries", 0, retries);
        int early = number(policy, "numMinDelayRetries", 0, retries);
        int late = number(policy, "numMaxDelayRetries", 0, retries);
        int shortest = number(policy, "minDelayTarget", 20, LONGEST_SECONDS);
        int longest = number(policy, "maxDelayTarget", 20, LONGEST_SECONDS);
        if (atOnce + early + late > retries || shortest < 1 || longest < shortest) {
            throw SnsError.invalid(
                    "DeliveryPolicy",
                    "Expected numNoDelayRetries + numMinDelayRetries + numMaxDelayRetries <= numRetries and 1 <= minDelayTarget <= maxDelayTarget, found %d + %d + %d, %d, %d and %d."
                            .formatted(atOnce, early, late, retries, shortest, longest));
        }
        return new RetryPlan(
                Stream.of(
                                Stream.generate(() -> Duration.ZERO).limit(atOnce),
                                Stream.generate(() -> Duration.ofSeconds(shortest)).limit(early),
                                backOff(retries - atOnce - early - late, shortest, longest),
                                Stream.generate(() -> Duration.ofSeconds(longest)).limit(late))
                        .flatMap(waits -> waits)
                        .toList());
    }

    private static Stream<Duration> backOff(int steps, int shortest, int longest) {
        return Stream.iterate(1, step -> step + 1)
                .limit(steps)
                .map(step -> shortest * 1_000L + (longest - shortest) * 1_000L * step / steps)
                .map(Duration::ofMillis);
    }

    private static int number(JsonObject policy, String name, int preset, int most) {
        long number = policy.whole(name).orElse(preset);
        if (number < 0 || number > most) {
            throw SnsError.invalid(
                    "DeliveryPolicy",
                    "%s must be from 0 to %d, and is %d.".formatted(name, most, number));
        }
        return (int) number;
    }
}
