package io.spillway.monitoring.notify;

import java.io.IOException;

/** The seam to Amazon SNS for e-mail. */
@FunctionalInterface
public interface Mail {

    /**
     * Publishes a message on a topic.
     *
     * @param subject ASCII, less than 100 characters
     */
    void publish(String topicArn, String subject, String text) throws IOException;
}
