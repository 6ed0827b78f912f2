package io.spillway.pipeline.job;

import java.time.Instant;
import java.util.Optional;

/**
 * A job in a listing, or a child of an array job in one of its children.
 *
 * @param jobId of a child {@code parent:index}
 * @param submitted when it was submitted; a child with its parent, or later
 * @param ended when it ended for good; empty where it hasn't
 */
public record ListedJob(String jobId, String jobName, Instant submitted, Optional<Instant> ended) {

    /** The id of the job that it is a child of; its own if it is no child. */
    public String topId() {
        return jobId.split(":", 2)[0];
    }
}
