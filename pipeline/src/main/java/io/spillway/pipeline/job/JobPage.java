package io.spillway.pipeline.job;

import java.util.List;
import java.util.Optional;

/**
 * A part of a listing of jobs.
 *
 * @param next where the rest begins; empty if there is none
 */
public record JobPage(List<ListedJob> jobs, Optional<String> next) {
    public JobPage {
        jobs = List.copyOf(jobs);
    }
}
