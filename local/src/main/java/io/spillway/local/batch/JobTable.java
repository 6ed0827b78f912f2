package io.spillway.local.batch;

import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** All jobs, in the orders in which they are looked for. The state's monitor guards it. */
final class JobTable {

    /** All but children, by sequence. */
    private final NavigableMap<Long, Job> jobs = new TreeMap<>();

    private final Map<String, Long> sequences = new HashMap<>();

    /** By the id of their parent. */
    private final Map<String, ArrayChildren> arrays = new HashMap<>();

    private final Map<JobStatus, Map<String, Job>> unfinished = new EnumMap<>(JobStatus.class);
    private final Map<String, NavigableMap<Long, Job>> waiting = new LinkedHashMap<>();
    private long highestSequence;
    private long lowestPlace;
    private long turns;

    /** All jobs but children, the latest submitted first. */
    Collection<Job> latestFirst() {
        return jobs.descendingMap().values();
    }

    /** All jobs but children, the first submitted first. */
    Collection<Job> firstFirst() {
        return jobs.values();
    }

    /** A job; a child by its parent's id, a colon and its index. */
    Optional<Job> job(String id) {
        var colon = id.indexOf(':');
        return colon < 0
                ? Optional.ofNullable(sequences.get(id)).map(jobs::get)
                : children(id.substring(0, colon))
                        .flatMap(children -> children.at(id.substring(colon + 1)));
    }

    /** The children of an array job; empty for a job that has none. */
    Optional<ArrayChildren> children(String parentId) {
        return Optional.ofNullable(arrays.get(parentId));
    }

    /** The jobs of a status that isn't final. */
    Collection<Job> unfinished(JobStatus status) {
        return unfinished.getOrDefault(status, Map.of()).values();
    }

    /** All jobs that haven't succeeded or failed. */
    List<Job> unfinished() {
        return unfinished.values().stream().flatMap(jobs -> jobs.values().stream()).toList();
    }

    boolean isFinished() {
        return unfinished.values().stream().allMatch(Map::isEmpty);
    }

    /** The jobs of a queue in RUNNABLE, in the order in which they are to be placed. */
    Collection<Job> waiting(String queue) {
        return waiting.getOrDefault(queue, new TreeMap<>()).values();
    }

    long nextSequence() {
        return highestSequence + 1;
    }

    /** A place before all others in any queue. */
    long frontPlace() {
        return lowestPlace - 1;
    }

    /** Grows with every change that a job in PENDING may have waited for. */
    long turns() {
        return turns;
    }

    /** Adds a job, an array job with all its children; or replaces one, but not its children. */
    void keep(Job job) {
        job(job.id()).ifPresent(this::drop);
        if (job.index().isPresent()) {
            arrays.get(job.parentId()).put(job);
        } else {
            jobs.put(job.sequence(), job);
            sequences.put(job.id(), job.sequence());
        }
        index(job);
        if (job.isArray() && !arrays.containsKey(job.id())) {
            var children = new ArrayChildren(job);
            arrays.put(job.id(), children);
            children.all().forEach(this::index);
        }
    }

    private void index(Job job) {
        var status = job.status();
        highestSequence = Math.max(highestSequence, job.sequence());
        lowestPlace = Math.min(lowestPlace, job.state().place());
        if (status == JobStatus.RUNNABLE) {
            waiting.computeIfAbsent(job.queue(), _ -> new TreeMap<>())
                    .put(job.state().place(), job);
        }
        if (!status.isFinished()) {
            unfinished.computeIfAbsent(status, _ -> new LinkedHashMap<>()).put(job.id(), job);
        }
        var retried = status == JobStatus.RUNNABLE && !job.state().attempts().isEmpty();
        if (status.isFinished() || status == JobStatus.PENDING || retried) {
            turns++;
        }
    }

    private void drop(Job job) {
        waiting.getOrDefault(job.queue(), new TreeMap<>()).remove(job.state().place());
        unfinished.getOrDefault(job.status(), new LinkedHashMap<>()).remove(job.id());
    }
}
