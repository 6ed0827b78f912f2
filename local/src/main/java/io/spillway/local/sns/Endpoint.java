package io.spillway.local.sns;

/** A way to hand a notification to a subscriber. */
interface Endpoint {

    /** Why an attempt came to nothing. */
    record Failure(String code, String reason) {}

    /** What one attempt came to. */
    sealed interface Result {

        record Delivered() implements Result {}

        /** The subscriber won't take it, now or later. */
        record Refused(Failure failure) implements Result {}

        /** Another attempt may help. */
        record Unreachable(Failure failure) implements Result {}
    }

    Result deliver(Notification notification, Subscription subscription)
            throws InterruptedException;
}
