package io.spillway.local.simulation;

import io.spillway.pipeline.job.EndedJob;
import io.spillway.pipeline.job.JobRequest;
import io.spillway.pipeline.job.ListedStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A job that AWS Batch took: its children, of which a plain job has one, and their attempts. */
final class SimulatedJob {

    /** A child of an array job, or all there is of a plain one. */
    static final class Child {
        private final SimulatedJob job;
        private final int index;
        private int attempts;
        private boolean running;
        private Optional<EndedJob> end = Optional.empty();
        private Instant endedAt = Instant.MIN;

        private Child(SimulatedJob job, int index) {
            this.job = job;
            this.index = index;
        }

        SimulatedJob job() {
            return job;
        }

        int index() {
            return index;
        }

        String id() {
            return job.isArray() ? job.id + ":" + index : job.id;
        }

        /** The number of the attempt that now begins, from 1. */
        int startAttempt() {
            running = true;
            return ++attempts;
        }

        /** Whether this attempt is under way. */
        boolean isAt(int attempt) {
            return running && attempt == attempts;
        }

        void endAttempt() {
            running = false;
        }

        void end(EndedJob how, Instant now) {
            endAttempt();
            end = Optional.of(how);
            endedAt = now;
        }

        /** Whether no attempt is under way, and another one comes. */
        boolean isWaiting() {
            return !running && end.isEmpty();
        }

        Optional<EndedJob> end() {
            return end;
        }
    }

    private final String id;
    private final JobRequest request;
    private final Machine submitter;
    private final Instant submitted;
    private final List<Child> children;

    SimulatedJob(String id, JobRequest request, Machine submitter, Instant submitted) {
        this.id = id;
        this.request = request;
        this.submitter = submitter;
        this.submitted = submitted;
        this.children =
                IntStream.range(0, request.arraySize().orElse(1))
                        .mapToObj(index -> new Child(this, index))
                        .toList();
    }

    String id() {
        return id;
    }

    String name() {
        return request.name();
    }

    JobRequest request() {
        return request;
    }

    /** Its size, as the name of its definition says. */
    int tier() {
        var definition = request.definition();
        return Integer.parseInt(definition.substring(definition.lastIndexOf('-') + 1));
    }

    boolean isArray() {
        return request.arraySize().isPresent();
    }

    List<Child> children() {
        return children;
    }

    /** Whether it was submitted by a host that could have known of another one. */
    boolean repeats(SimulatedJob other) {
        return name().equals(other.name()) && submitter.cameAfter(other.submitter);
    }

    boolean hasEnded() {
        return children.stream().allMatch(child -> child.end().isPresent());
    }

    Instant submitted() {
        return submitted;
    }

    /** Whether it is listed under a status. One that runs is under none of these. */
    boolean isListedAs(ListedStatus status) {
        return switch (status) {
            case SUCCEEDED -> hasEnded() && succeeded();
            case FAILED -> hasEnded() && !succeeded();
            case PENDING -> isArray() && !hasEnded();
            case RUNNABLE -> !isArray() && children.getFirst().isWaiting();
            case SUBMITTED, STARTING -> false;
        };
    }

    /** When its last child ended. */
    Optional<Instant> endedAt() {
        return children.stream().map(child -> child.endedAt).max(Instant::compareTo);
    }

    /** Whether all its children did, as far as they have ended. */
    boolean succeeded() {
        return children.stream()
                .flatMap(child -> child.end().stream())
                .allMatch(EndedJob::succeeded);
    }
}
