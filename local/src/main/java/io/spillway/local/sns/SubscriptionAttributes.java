package io.spillway.local.sns;

import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonMismatch;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A subscription's settings, checked and read once. */
final class SubscriptionAttributes {

    private static final String FILTER_POLICY = "FilterPolicy";
    private static final String REDRIVE_POLICY = "RedrivePolicy";
    private static final String DELIVERY_POLICY = "DeliveryPolicy";
    private static final String SCOPE = "FilterPolicyScope";
    private static final String RAW = "RawMessageDelivery";

    private final Map<String, String> values;
    private final FilterPolicy filterPolicy;
    private final Optional<String> deadLetterQueueArn;
    private final RetryPlan retryPlan;

    private SubscriptionAttributes(Map<String, String> values) {
        this.values = Collections.unmodifiableMap(values);
        var scope = FilterPolicy.Scope.of(values.getOrDefault(SCOPE, "MessageAttributes"));
        this.filterPolicy =
                Optional.ofNullable(values.get(FILTER_POLICY))
                        .map(text -> FilterPolicy.parse(text, scope))
                        .orElse(FilterPolicy.ALL);
        this.deadLetterQueueArn =
                Optional.ofNullable(values.get(REDRIVE_POLICY))
                        .map(SubscriptionAttributes::deadLetterQueue);
        this.retryPlan =
                Optional.ofNullable(values.get(DELIVERY_POLICY))
                        .map(RetryPlan::parse)
                        .orElse(RetryPlan.PRESET);
    }

    /**
     * @throws SnsError if SNS doesn't take these
     */
    static SubscriptionAttributes of(Map<String, String> given) {
        var values = new TreeMap<String, String>();
        given.forEach(
                (name, value) -> {
                    checkName(name);
                    if (!isRemoval(name, value)) {
                        values.put(name, value);
                    }
                });
        if (!values.getOrDefault(RAW, "false").matches("true|false")) {
            throw SnsError.invalid(
                    RAW, "\"%s\" is neither true nor false.".formatted(values.get(RAW)));
        }
        return new SubscriptionAttributes(values);
    }

    private static void checkName(String name) {
        switch (name) {
            case FILTER_POLICY, REDRIVE_POLICY, DELIVERY_POLICY, SCOPE, RAW -> {}
            default -> throw SnsError.invalid("AttributeName", name);
        }
    }

    /** A policy without content takes the one there is away. */
    private static boolean isRemoval(String name, String value) {
        return name.endsWith("Policy") && (value.isBlank() || value.strip().equals("{}"));
    }

    private static String deadLetterQueue(String policy) {
        try {
            var arn = Json.readObject(policy).requireText("deadLetterTargetArn");
            if (arn.matches("arn:aws:sqs:[^:]+:\\d{12}:[A-Za-z0-9_-]+")) {
                return arn;
            }
            throw SnsError.invalid(
                    REDRIVE_POLICY,
                    "deadLetterTargetArn is \"%s\": expected the ARN of a standard SQS queue."
                            .formatted(arn));
        } catch (JsonMismatch e) {
            throw SnsError.invalid(REDRIVE_POLICY, e.getMessage());
        }
    }

    SubscriptionAttributes with(String name, String value) {
        var changed = new TreeMap<>(values);
        changed.put(name, value);
        return of(changed);
    }

    Map<String, String> values() {
        return values;
    }

    FilterPolicy filterPolicy() {
        return filterPolicy;
    }

    boolean isRaw() {
        return "true".equals(values.get(RAW));
    }

    Optional<String> deadLetterQueueArn() {
        return deadLetterQueueArn;
    }

    RetryPlan retryPlan() {
        return retryPlan;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SubscriptionAttributes attributes
                && attributes.values.equals(values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }
}
