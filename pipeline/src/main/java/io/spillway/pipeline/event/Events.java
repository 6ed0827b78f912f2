package io.spillway.pipeline.event;

import java.io.IOException;
import java.util.List;

/**
 * Where phase events and notices go: one Amazon SNS topic per pipeline, from which everybody is
 * told.
 */
@FunctionalInterface
public interface Events {

    /**
     * Publishes events, in as few requests as the service allows.
     *
     * @throws IOException if any couldn't be published; others may have been. Publishing again is
     *     right: an event's id doesn't change
     */
    void publish(List<? extends CloudEvent> events) throws IOException;
}
