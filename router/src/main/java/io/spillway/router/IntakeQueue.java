package io.spillway.router;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** The seam to a queue that the router is fed from: intake or submissions. */
public interface IntakeQueue {

    /** Source: Amazon SQS API, {@code SendMessage}, DelaySeconds. */
    Duration LONGEST_DELAY = Duration.ofMinutes(15);

    /**
     * Sends messages to the router itself.
     *
     * @throws IOException if any could not be sent; others may have been
     */
    void send(List<String> bodies) throws IOException;

    /**
     * Sends a message that nobody receives before a delay is over.
     *
     * @param delay at most {@link #LONGEST_DELAY}
     * @throws IOException if it could not be sent, or if that isn't known
     */
    void sendLater(String body, Duration delay) throws IOException;

    /**
     * Lets a message that isn't done come again after a while instead of after the queue's
     * visibility timeout.
     */
    void retryAfter(String receiptHandle, Duration delay) throws IOException;
}
