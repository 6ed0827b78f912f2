package io.spillway.pipeline.job;

import io.spillway.pipeline.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Parts tasks of one phase and tier into as few jobs as the limits allow.
 *
 * <p>A child does several small tasks one after the other, so that a container's start is not paid
 * for each. It is meant to take about as long as {@link Limits#child}; what alone takes longer has
 * a child to itself. Pure: the same tasks give the same jobs.
 */
public final class JobPlan {

    /**
     * How large children and jobs may be.
     *
     * @param child predicted time of one
     * @param children of one job, at most {@link JobLimits#MOST_CHILDREN}
     * @param manifestBytes about the size of a job's manifest, which each of its children reads
     */
    public record Limits(Duration child, int children, long manifestBytes) {

        /**
         * Worth a start of half a minute, short enough to lose. Source: AWS Batch User Guide, "Best
         * practices": three to five minutes.
         */
        private static final Duration GOOD_LENGTH = Duration.ofMinutes(5);

        private static final long MANIFEST_BYTES = 4L << 20;

        public Limits {
            if (child.toSeconds() < 1 || children < 1 || children > JobLimits.MOST_CHILDREN) {
                throw new IllegalArgumentException(
                        "Children of %s, %d to a job: expected at least a second, and 1 to %d."
                                .formatted(child, children, JobLimits.MOST_CHILDREN));
            }
        }

        /** Each task has a child to itself, however small it is. */
        public static Limits alone() {
            return new Limits(Duration.ofSeconds(1), JobLimits.MOST_CHILDREN, MANIFEST_BYTES);
        }

        /**
         * @param timeout of the phase's jobs: a child is never planned for more than half of it, in
         *     case it takes twice as long as predicted
         */
        public static Limits of(Duration timeout) {
            var half = timeout.dividedBy(2);
            return new Limits(
                    half.compareTo(GOOD_LENGTH) < 0 ? half : GOOD_LENGTH,
                    JobLimits.MOST_CHILDREN,
                    MANIFEST_BYTES);
        }
    }

    private JobPlan() {}

    /**
     * @param tasks of one phase and tier, no two of one work item; none gives no job
     * @return manifests that hold each task once. One of a single child is a plain job's
     */
    public static List<JobManifest> of(List<Task> tasks, Limits limits) {
        return jobs(children(tasks, limits), limits);
    }

    /** A child being filled. */
    private static final class Child {
        private final List<Task> tasks = new ArrayList<>();
        private long seconds;
        private long bytes;

        private boolean holds(Sized task, Limits limits) {
            return tasks.isEmpty()
                    || seconds + task.seconds() <= limits.child().toSeconds()
                            && bytes + task.bytes() <= limits.manifestBytes();
        }

        private void add(Sized task) {
            tasks.add(task.task());
            seconds += task.seconds();
            bytes += task.bytes();
        }
    }

    private record Sized(Task task, long seconds, long bytes) {

        static Sized of(Task task) {
            // Claiming and recording take their time even where the stage takes none.
            return new Sized(
                    task,
                    Math.max(1, task.predictedSeconds()),
                    Json.writeBytes(task.toJson()).length);
        }
    }

    /** The longest first, each into the first child that has room for it. */
    private static List<Child> children(List<Task> tasks, Limits limits) {
        var longestFirst =
                tasks.stream()
                        .map(Sized::of)
                        .sorted(
                                Comparator.comparingLong(Sized::seconds)
                                        .reversed()
                                        .thenComparing(sized -> sized.task().item().id()))
                        .toList();
        var all = new ArrayList<Child>();
        var open = new ArrayList<Child>();
        for (var task : longestFirst) {
            var child =
                    open.stream()
                            .filter(candidate -> candidate.holds(task, limits))
                            .findFirst()
                            .orElseGet(() -> another(all, open));
            child.add(task);
            if (child.seconds >= limits.child().toSeconds()) {
                open.remove(child);
            }
        }
        return all;
    }

    private static Child another(List<Child> all, List<Child> open) {
        var child = new Child();
        all.add(child);
        open.add(child);
        return child;
    }

    private static List<JobManifest> jobs(List<Child> children, Limits limits) {
        var jobs = new ArrayList<JobManifest>();
        var job = new ArrayList<List<Task>>();
        var bytes = 0L;
        for (var child : children) {
            var full =
                    job.size() == limits.children() || bytes + child.bytes > limits.manifestBytes();
            if (full && !job.isEmpty()) {
                jobs.add(new JobManifest(job));
                job.clear();
                bytes = 0;
            }
            job.add(child.tasks);
            bytes += child.bytes;
        }
        if (!job.isEmpty()) {
            jobs.add(new JobManifest(job));
        }
        return jobs;
    }
}
