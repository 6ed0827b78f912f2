package io.spillway.pipeline.attempt;

import io.spillway.pipeline.store.ObjectLocation;

/**
 * Where a pipeline keeps what.
 *
 * @param outputBucket outputs of phases; never the bucket that uploads are dropped into
 * @param workBucket ledger, manifests and definitions
 */
public record Places(String outputBucket, String workBucket) {

    /** Start of the keys of the ledger's entries, in the work bucket. */
    public static final String LEDGER_PREFIX = "ledger/";

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
        return new ObjectLocation(workBucket, "jobs/" + jobName + ".json");
    }
}
