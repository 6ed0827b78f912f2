package io.spillway.local.s3;

import java.io.IOException;

/** What takes S3's event notifications to topics and queues. */
@FunctionalInterface
public interface NotificationSink {

    /**
     * Hands over one notification; once this returns, it isn't delivered again but for the faults.
     *
     * @param bodyJson the S3 event document, or an {@code s3:TestEvent}
     * @throws IOException if the target can't take it now. An event is then tried again, with
     *     growing pauses, for as long as it takes; a test event makes the configuration be refused
     */
    void deliver(NotificationTarget target, String bodyJson) throws IOException;
}
