package io.spillway.router.intake;

import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.job.EndedJob;
import io.spillway.pipeline.job.ListedStatus;
import io.spillway.pipeline.job.Task;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.store.VersionPage;
import io.spillway.pipeline.work.Place;
import io.spillway.pipeline.work.Upload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a message of one of the queues means, whatever envelope it came in. */
public sealed interface IntakeMessage {

    /** Handled by itself. */
    sealed interface Single extends IntakeMessage {}

    /** Compares what there is with what the ledger knows. */
    sealed interface Reconciling extends Single {}

    /** A task that waits for a job. Handled with all others that came with it. */
    record Submission(Task task) implements IntakeMessage {}

    /** Objects landed in the drop bucket. */
    record Uploaded(List<ArrivedObject> objects) implements Single {
        public Uploaded {
            objects = List.copyOf(objects);
        }
    }

    /** A phase told how one of its work items ended, well or not. */
    record PhaseEnded(PhaseEvent event) implements Single {}

    /**
     * One output of a work item that succeeded, for the phases after it.
     *
     * @param ordinal of it among all outputs, from 0
     * @param of how many these are; 0 where it isn't known
     */
    record Output(Origin from, ObjectVersion output, int ordinal, int of) implements Single {}

    /**
     * Until then a set may be waited for.
     *
     * @param taker the phase that takes the set
     * @param every the phase whose outputs it has
     * @param place of the upload
     */
    record SetDue(String taker, String every, Upload upload, Place place, Instant due)
            implements Single {}

    /**
     * Many outputs of a work item that succeeded, listed in a manifest.
     *
     * @param first index of the first one meant, from 0
     * @param end index after the last one meant
     */
    record OutputRange(Origin from, ObjectLocation manifest, int first, int end)
            implements Single {}

    /** A Batch job ended for good. */
    record JobEnded(EndedJob job) implements Single {}

    /**
     * Somebody asks for uploads to be looked for whose event was lost.
     *
     * @param at when it was asked for
     * @param quiet how long after an upload its event counts as lost
     */
    record Reconcile(String bucket, Instant at, Duration quiet) implements Reconciling {}

    /**
     * The rest of a pass is to be looked through.
     *
     * @param after the last version that was looked at
     */
    record ReconcilePart(Pass pass, VersionPage.Marker after) implements Reconciling {}

    /**
     * Jobs that ended in a pass's time are to be looked at, or the rest of them.
     *
     * @param status SUCCEEDED or FAILED
     * @param after where this part of the listing begins; empty for the first
     * @param last the id of the last job of this part that was looked at
     */
    record JobEnds(
            Pass pass,
            String jobQueue,
            ListedStatus status,
            Optional<String> after,
            Optional<String> last)
            implements Reconciling {

        /** The same after another job of the part. */
        public JobEnds until(String jobId) {
            return new JobEnds(pass, jobQueue, status, after, Optional.of(jobId));
        }

        /** The same from another part on. */
        public JobEnds from(String part) {
            return new JobEnds(pass, jobQueue, status, Optional.of(part), Optional.empty());
        }
    }

    /** Jobs that wait for a place are to be looked at. */
    record LookAtWaitingJobs() implements Reconciling {}

    /** Messages that were given up are to be looked at. */
    record LookAtDeadLetters() implements Reconciling {}

    /**
     * Somebody wants a work item done once more.
     *
     * @param item its id
     * @param again whether also if it did not fail
     */
    record Replay(String item, boolean again) implements Single {}

    /** Known and not for the router to act on, such as the test event that S3 sends. */
    record Nothing(String what) implements Single {}

    /** Nothing the router understands. Kept: it goes to the dead-letter queue. */
    record Unreadable(String why) implements Single {}
}
