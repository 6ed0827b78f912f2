package io.spillway.router;

import io.spillway.pipeline.attempt.Ending;
import io.spillway.pipeline.event.Events;
import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.job.JobManifest;
import io.spillway.pipeline.job.JobRefused;
import io.spillway.pipeline.job.JobRequest;
import io.spillway.pipeline.job.Jobs;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.ledger.Entry;
import io.spillway.pipeline.ledger.Ledger;
import io.spillway.pipeline.ledger.State;
import io.spillway.pipeline.ledger.Worker;
import io.spillway.pipeline.routing.Route;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.pipeline.telemetry.TraceContext;
import io.spillway.pipeline.work.Failure;
import io.spillway.pipeline.work.WorkItem;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Hands work items to AWS Batch, each to one job, although submitting a job has no idempotency
 * token.
 *
 * <p>The ledger says under which name a job is about to be submitted before it is. Whoever finds
 * that and no job id looks the name up first. Should two routers submit the same name in the same
 * moment nevertheless, the second job finds the work item claimed and ends.
 */
final class JobSubmission {

    /** What the job runner reads the location of its manifest from. */
    static final String MANIFEST_VARIABLE = "SPILLWAY_MANIFEST";

    private final Settings settings;
    private final ObjectStore store;
    private final Ledger ledger;
    private final Jobs jobs;
    private final Events events;
    private final Ending ending;
    private final Clock clock;
    private final Supplier<String> writers;

    JobSubmission(
            Settings settings,
            ObjectStore store,
            Ledger ledger,
            Jobs jobs,
            Events events,
            Clock clock,
            Supplier<String> writers) {
        this.settings = settings;
        this.store = store;
        this.ledger = ledger;
        this.jobs = jobs;
        this.events = events;
        this.ending = new Ending(ledger, events, clock);
        this.clock = clock;
        this.writers = writers;
    }

    Handled submit(WorkItem item, Route.Batch route) throws IOException {
        var writer = writers.get();
        var entry =
                Entry.first(
                        clock.instant(),
                        writer,
                        item,
                        route,
                        new State.Submitting(jobName(item, 1)));
        while (!ledger.append(entry)) {
            var newest = ledger.newest(item.id()).orElseThrow();
            switch (step(newest, clock.instant())) {
                case Step.Submit() ->
                        entry =
                                newest.withRoute(route)
                                        .next(
                                                clock.instant(),
                                                writer,
                                                new State.Submitting(
                                                        jobName(item, newest.number() + 1)));
                case Step.LookUp(var jobName) -> {
                    return lookUp(newest, jobName);
                }
                case Step.Wait(var until) -> {
                    return new Handled.Again(
                            Duration.between(clock.instant(), until),
                            "another invocation works on it");
                }
                case Step.Announce() -> {
                    ending.announce(newest);
                    return Handled.DONE;
                }
                case Step.Nothing() -> {
                    return Handled.DONE;
                }
            }
        }
        return submit(entry, ((State.Submitting) entry.state()).jobName());
    }

    /** What to do about a work item that goes to Batch, from what the ledger says. */
    private sealed interface Step {
        record Submit() implements Step {}

        record LookUp(String jobName) implements Step {}

        record Wait(Instant until) implements Step {}

        record Announce() implements Step {}

        record Nothing() implements Step {}
    }

    private static Step step(Entry newest, Instant now) {
        return switch (newest.state()) {
            case State.Submitting(var jobName) -> new Step.LookUp(jobName);
            case State.Submitted _, State.Committing _, State.Announced _ -> new Step.Nothing();
            case State.Claimed(Worker.JobAttempt _, var _) -> new Step.Nothing();
            case State.Claimed(Worker.Invocation _, var leaseEnd) ->
                    now.isBefore(leaseEnd) ? new Step.Wait(leaseEnd) : new Step.Submit();
            case State.Released(Worker.JobAttempt _, var _) -> new Step.Nothing();
            case State.Released(Worker.Invocation _, var _) -> new Step.Submit();
            case State.Succeeded _, State.Failed _, State.Skipped _ -> new Step.Announce();
        };
    }

    private Handled lookUp(Entry submitting, String jobName) throws IOException {
        var jobId = jobs.findByName(settings.jobQueue(), jobName);
        return jobId.isPresent()
                ? submitted(submitting, jobName, jobId.get())
                : submit(submitting, jobName);
    }

    private Handled submit(Entry submitting, String jobName) throws IOException {
        var item = submitting.item();
        var manifest = settings.places().jobManifest(jobName);
        var tasks = new JobManifest(List.of(new JobManifest.Task(item, submitting.route())));
        store.putIfAbsent(manifest, Json.writeBytes(tasks.toJson()), "application/json");
        var request =
                new JobRequest(
                        jobName,
                        settings.jobQueue(),
                        settings.jobDefinition(item.phase()),
                        Map.of(
                                MANIFEST_VARIABLE,
                                manifest.toString(),
                                TraceContext.VARIABLE,
                                item.span(submitting.attempts()).traceparent()),
                        Map.of("workItem", item.id(), "phase", item.phase()));
        try {
            return submitted(submitting, jobName, jobs.submit(request));
        } catch (JobRefused e) {
            var failed = new State.Failed(new Failure(Failure.Kind.CONFIGURATION, e.getMessage()));
            ending.end(submitting.next(clock.instant(), writers.get(), failed));
            return Handled.DONE;
        }
    }

    private Handled submitted(Entry submitting, String jobName, String jobId) throws IOException {
        var routed =
                PhaseEvent.of(
                        clock.instant(),
                        submitting.item(),
                        submitting.route(),
                        submitting.attempts(),
                        new PhaseEvent.Happening.Routed());
        events.publish(List.of(routed));
        // The job may already have claimed the work item under this number: then it is in good
        // hands.
        ledger.append(
                submitting.next(
                        clock.instant(), writers.get(), new State.Submitted(jobName, jobId)));
        return Handled.DONE;
    }

    /**
     * The same for the same work item and number, so that a lost job can be found again by its
     * name.
     */
    private static String jobName(WorkItem item, int number) {
        return "%s-%s-%s-%d"
                .formatted(item.pipeline(), item.phase(), item.id().substring(0, 16), number);
    }
}
