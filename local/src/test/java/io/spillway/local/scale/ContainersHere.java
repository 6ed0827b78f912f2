package io.spillway.local.scale;

import io.spillway.local.batch.ContainerExit;
import io.spillway.local.batch.ContainerRuntime;
import io.spillway.local.batch.ContainerSpec;
import io.spillway.local.batch.RunningContainer;
import io.spillway.pipeline.attempt.ClaimedWork;
import io.spillway.pipeline.attempt.Host;
import io.spillway.pipeline.attempt.Places;
import io.spillway.pipeline.attempt.WorkPath;
import io.spillway.pipeline.job.JobManifest;
import io.spillway.pipeline.ledger.Worker;
import io.spillway.pipeline.stage.Progress;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Containers that are no processes: each takes its tasks along the work path in this one. */
final class ContainersHere implements ContainerRuntime {

    private final ObjectStore store;
    private final Places places;
    private final WorkPath workPath;
    private final Violations violations;

    ContainersHere(ObjectStore store, Places places, WorkPath workPath, Violations violations) {
        this.store = store;
        this.places = places;
        this.workPath = workPath;
        this.violations = violations;
    }

    @Override
    public RunningContainer start(ContainerSpec spec) {
        return new Container(spec.environment(), spec.directory());
    }

    /** Does nothing: what is no process leaves nothing running. */
    @Override
    public void killRemains(Remains remains) {}

    private void run(Map<String, String> environment, Path scratch) throws IOException {
        var location = ObjectLocation.parse(environment.get("SPILLWAY_MANIFEST"));
        var index = Integer.parseInt(environment.getOrDefault("AWS_BATCH_JOB_ARRAY_INDEX", "0"));
        var worker =
                new Worker.JobAttempt(
                        environment.get("AWS_BATCH_JOB_ID"),
                        Integer.parseInt(environment.get("AWS_BATCH_JOB_ATTEMPT")));
        var jobName = places.jobName(location);
        for (var task : JobManifest.child(store.get(location).orElseThrow(), index).orElseThrow()) {
            workPath.attempt(task.item(), task.route(), new HostHere(worker, jobName, scratch));
        }
    }

    private record HostHere(Worker worker, Optional<String> jobName, Path scratch) implements Host {

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

    private final class Container implements RunningContainer {
        private final Map<String, String> environment;
        private final Path scratch;

        Container(Map<String, String> environment, Path scratch) {
            this.environment = environment;
            this.scratch = scratch;
        }

        @Override
        public long processId() {
            return ProcessHandle.current().pid();
        }

        @Override
        public Optional<Instant> processStartedAt() {
            return Optional.of(Instant.EPOCH);
        }

        @Override
        public ContainerExit await() {
            try {
                run(environment, scratch);
                return new ContainerExit(0, false);
            } catch (IOException e) {
                violations.add(
                        "Job %s failed: %s".formatted(environment.get("AWS_BATCH_JOB_ID"), e));
                return new ContainerExit(1, false);
            }
        }

        @Override
        public void stop(Duration grace) {}

        @Override
        public void kill() {}
    }
}
