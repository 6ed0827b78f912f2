package io.spillway.local.bench;

import io.spillway.pipeline.attempt.ClaimedWork;
import io.spillway.pipeline.attempt.Host;
import io.spillway.pipeline.attempt.Places;
import io.spillway.pipeline.attempt.Stages;
import io.spillway.pipeline.attempt.WorkPath;
import io.spillway.pipeline.definition.DefinitionReader;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.ledger.ObjectLedger;
import io.spillway.pipeline.ledger.Worker;
import io.spillway.pipeline.stage.Progress;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.pipeline.store.TransferMemory;
import io.spillway.stages.BuiltInStages;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

/**
 * What a benchmark's work runs in: as a job's container, with nothing told on the way.
 *
 * @param scratch where stages make files
 * @param transferMemory for the parts of objects under way
 */
record BenchContainer(Path scratch, TransferMemory transferMemory) implements Host {

    /**
     * The work path of a definition, which publishes nothing.
     *
     * @param bucket for everything
     */
    static WorkPath workPath(
            JsonObject definition, ObjectStore store, String bucket, Stages stages) {
        return new WorkPath(
                DefinitionReader.requireChecked(definition, "bench", BuiltInStages.catalogue()),
                store,
                new ObjectLedger(store, bucket, Places.LEDGER_PREFIX),
                _ -> {},
                stages,
                new Places(bucket, bucket),
                Clock.systemUTC(),
                () -> UUID.randomUUID().toString());
    }

    @Override
    public Worker worker() {
        return new Worker.JobAttempt("bench", 1);
    }

    @Override
    public Instant deadline() {
        return Instant.MAX;
    }

    @Override
    public boolean isStopping() {
        return false;
    }

    @Override
    public Progress progress(ClaimedWork work) {
        return Progress.NONE;
    }

    @Override
    public void started(ClaimedWork work) {}
}
