package io.spillway.router.reconcile;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.spillway.pipeline.job.Jobs;
import io.spillway.pipeline.job.ListedJob;
import io.spillway.pipeline.job.ListedStatus;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The jobs of some queues that wait for their container, as far as they are listed in a bounded
 * number of requests: for each queue and status five at most, and two for each of 50 array jobs.
 */
final class WaitingJobs {

    /** In which there is no container yet. PENDING is a parent, whose children wait. */
    private static final List<ListedStatus> STATUSES =
            List.of(ListedStatus.RUNNABLE, ListedStatus.STARTING, ListedStatus.SUBMITTED);

    /** Of a thousand jobs each, the latest first. */
    private static final int MOST_PARTS = 5;

    private static final int MOST_ARRAYS = 50;

    private final Jobs jobs;
    private final Set<String> queues;

    WaitingJobs(Jobs jobs, Set<String> queues) {
        this.jobs = jobs;
        this.queues = queues;
    }

    /**
     * Those that were submitted before a time, children by the job that they are of, the job that
     * was submitted first at the beginning.
     */
    List<List<ListedJob>> submittedBefore(Instant limit) throws IOException {
        var waiting = new ArrayList<ListedJob>();
        for (var queue : queues) {
            for (var status : STATUSES) {
                waiting.addAll(listed(queue, status, limit));
            }
            for (var parent :
                    listed(queue, ListedStatus.PENDING, limit).stream()
                            .limit(MOST_ARRAYS)
                            .toList()) {
                waiting.addAll(jobs.children(parent.jobId(), ListedStatus.RUNNABLE));
                waiting.addAll(jobs.children(parent.jobId(), ListedStatus.STARTING));
            }
        }
        return List.copyOf(
                waiting.stream()
                        .sorted(Comparator.comparing(ListedJob::submitted))
                        .collect(groupingBy(ListedJob::topId, LinkedHashMap::new, toList()))
                        .values());
    }

    /** The first submitted first. */
    private List<ListedJob> listed(String queue, ListedStatus status, Instant limit)
            throws IOException {
        var found = new ArrayList<ListedJob>();
        var after = Optional.<String>empty();
        for (int part = 0; part < MOST_PARTS; part++) {
            var page = jobs.list(queue, status, after);
            page.jobs().stream().filter(job -> job.submitted().isBefore(limit)).forEach(found::add);
            after = page.next();
            if (after.isEmpty()) {
                break;
            }
        }
        return found.reversed();
    }
}
