package io.spillway.pipeline.attempt;

import io.spillway.pipeline.store.ObjectLocation;
import java.util.Optional;

/**
 * Where a pipeline keeps what.
 *
 * @param outputBucket outputs of phases; never the bucket that uploads are dropped into
 * @param workBucket ledger, manifests and definitions
 */
public record Places(String outputBucket, String workBucket) {

    /** Start of the keys of the ledger's entries, in the work bucket. */
    public static final String LEDGER_PREFIX = "ledger/";

    private static final String JOBS_PREFIX = "jobs/";
    private static final String JOBS_SUFFIX = ".json";

    /** Where the outputs of a work item are listed when they are many. */
    public ObjectLocation outputManifest(String workItemId) {
        return new ObjectLocation(workBucket, "manifests/" + workItemId + ".json");
    }

    /** Where it is written how far an attempt came, by the number of its claim. */
    public ObjectLocation checkpoint(String workItemId, int fence) {
        return new ObjectLocation(
                workBucket, "checkpoints/%s/%d.json".formatted(workItemId, fence));
    }

    /**
     * Start of the keys by which it is known what of an upload's set is done, and of its manifests.
     */
    public static final String SETS_PREFIX = "sets/";

    /** Where the work items of a Batch job are listed. */
    public ObjectLocation jobManifest(String jobName) {
        return new ObjectLocation(workBucket, JOBS_PREFIX + jobName + JOBS_SUFFIX);
    }

    /** The job that has its {@link #jobManifest} there; empty if no job can. */
    public Optional<String> jobName(ObjectLocation manifest) {
        var key = manifest.key();
        var isJobs =
                manifest.bucket().equals(workBucket)
                        && key.startsWith(JOBS_PREFIX)
                        && key.endsWith(JOBS_SUFFIX)
                        && key.length() > JOBS_PREFIX.length() + JOBS_SUFFIX.length();
        return isJobs
                ? Optional.of(
                        key.substring(JOBS_PREFIX.length(), key.length() - JOBS_SUFFIX.length()))
                : Optional.empty();
    }
}
