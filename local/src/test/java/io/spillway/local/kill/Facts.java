package io.spillway.local.kill;

import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.ledger.Entry;
import io.spillway.pipeline.store.ObjectVersion;
import java.util.List;
import java.util.Map;

/**
 * All that a run has left behind.
 *
 * @param uploads every version of every object in the drop bucket
 * @param histories the ledger's entries by work item, oldest first
 * @param results the outputs that the ledger tells of, by work item
 * @param outputs every version of every object in the output bucket, by key
 * @param copies SHA-256 of each file in the folder of outputs, by path
 * @param events every line of the file of events, in its order
 * @param leftOvers files in directories for what need not outlive a run
 * @param deadLetters messages that nobody could handle
 * @param unfinishedJobs ids of Batch jobs that have neither succeeded nor failed
 * @param pendingUploads multipart uploads that were begun and neither completed nor aborted
 */
record Facts(
        List<ObjectVersion> uploads,
        Map<String, List<Entry>> histories,
        Map<String, List<ObjectVersion>> results,
        Map<String, List<Output>> outputs,
        Map<String, String> copies,
        List<PhaseEvent> events,
        List<String> leftOvers,
        int deadLetters,
        List<String> unfinishedJobs,
        int pendingUploads) {

    /** A version of an output. */
    record Output(ObjectVersion version, String sha256) {}
}
