package io.spillway.router;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** The seam to a queue that the router is fed from: intake or submissions. */
public interface IntakeQueue {

    /**
     * Sends messages to the router itself.
     *
     * @throws IOException if any could not be sent; others may have been
     */
    void send(List<String> bodies) throws IOException;

    /**
     * Lets a message that isn't done come again after a while instead of after the queue's
     * visibility timeout.
     */
    void retryAfter(String receiptHandle, Duration delay) throws IOException;
}
