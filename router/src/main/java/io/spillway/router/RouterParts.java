package io.spillway.router;

import io.spillway.pipeline.attempt.Places;
import io.spillway.pipeline.attempt.Threads;
import io.spillway.pipeline.attempt.WorkPath;
import io.spillway.pipeline.definition.DefinitionReader;
import io.spillway.pipeline.definition.PipelineDefinition;
import io.spillway.pipeline.event.MeteredEvents;
import io.spillway.pipeline.fanin.Sets;
import io.spillway.pipeline.job.MeteredJobs;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.learning.RateStore;
import io.spillway.pipeline.ledger.MeteredLedger;
import io.spillway.pipeline.ledger.ObjectLedger;
import io.spillway.pipeline.routing.FunctionLimits;
import io.spillway.pipeline.stage.StageType;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.pipeline.telemetry.Subject;
import io.spillway.router.reconcile.Reconciler;
import io.spillway.router.submission.JobSubmission;
import io.spillway.router.submission.SubmissionSeams;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * The parts of the function, put together once per instance.
 *
 * @param messages handles what the queues bring
 * @param costs how fast its stages are, and what was learned of that
 * @param pipeline what metrics are about
 */
record RouterParts(BatchOfMessages messages, StageCosts costs, Subject pipeline) {

    /**
     * @param catalogue the stages it has
     * @param writers gives names that nobody else ever gives
     * @param threads lets stages work, and the time between two renewals of a claim pass
     * @throws IOException if the definition can't be read
     */
    static RouterParts of(
            Settings settings,
            RouterFunction.Seams seams,
            List<StageType> catalogue,
            Clock clock,
            Supplier<String> writers,
            Threads threads)
            throws IOException {
        var definition = definition(settings, seams.store(), catalogue);
        var stages = new NamedStages(catalogue);
        var meter = seams.meter();
        var pipeline = Subject.of(definition.name());
        var events = new MeteredEvents(seams.events(), meter);
        var ledger =
                new MeteredLedger(
                        new ObjectLedger(
                                seams.store(),
                                settings.places().workBucket(),
                                Places.LEDGER_PREFIX),
                        meter);
        var workPath =
                new WorkPath(
                        definition,
                        seams.store(),
                        ledger,
                        events,
                        stages,
                        settings.places(),
                        clock,
                        writers,
                        threads);
        var jobs = new MeteredJobs(seams.jobs(), meter, definition.name());
        var submission =
                JobSubmission.of(
                        definition,
                        ledger,
                        new SubmissionSeams(
                                settings,
                                seams.store(),
                                jobs,
                                events,
                                clock,
                                seams.sleeper(),
                                writers));
        var costs =
                new StageCosts(
                        definition,
                        stages.profiles(),
                        new FunctionLimits(settings.memory(), Duration.ZERO).vcpu(),
                        new RateStore(seams.store(), settings.places().workBucket()),
                        clock);
        var dispatcher = new Dispatcher(definition, workPath, seams.submissions(), meter, clock);
        var sets = new Sets(definition, seams.store(), settings.places().workBucket(), writers);
        var jobEndings =
                new JobEndings(settings, seams.store(), jobs, workPath, seams.submissions());
        var reconciler =
                new Reconciler(
                        definition,
                        settings,
                        new Reconciler.Seams(
                                seams.store(),
                                ledger,
                                events,
                                jobs,
                                jobEndings,
                                seams.intake(),
                                seams.deadLetters()),
                        clock);
        var router =
                new Router(
                        definition,
                        costs,
                        seams.store(),
                        dispatcher,
                        new FanOut(seams.store(), seams.intake()),
                        new FanIn(definition, sets, costs, dispatcher, seams.intake(), clock),
                        jobEndings,
                        reconciler,
                        new Replaying(ledger, settings.places().workBucket()),
                        workPath,
                        settings.memory(),
                        clock);
        var messages =
                new BatchOfMessages(
                        router, submission, seams.intake(), seams.submissions(), meter, pipeline);
        return new RouterParts(messages, costs, pipeline);
    }

    private static PipelineDefinition definition(
            Settings settings, ObjectStore store, List<StageType> catalogue) throws IOException {
        var json =
                store.get(settings.definition())
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "Cannot start the router: there is no definition at %s. Deploy it, or set SPILLWAY_DEFINITION."
                                                        .formatted(settings.definition())));
        return DefinitionReader.requireChecked(
                Json.read(json), settings.definition().toString(), catalogue);
    }
}
