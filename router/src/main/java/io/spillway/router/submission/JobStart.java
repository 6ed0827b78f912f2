package io.spillway.router.submission;

import io.spillway.pipeline.definition.PipelineDefinition;
import io.spillway.pipeline.job.JobManifest;
import io.spillway.pipeline.job.JobRefused;
import io.spillway.pipeline.job.JobRequest;
import io.spillway.pipeline.job.Task;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.ledger.Entry;
import io.spillway.pipeline.store.StoreException;
import io.spillway.pipeline.telemetry.TraceContext;
import io.spillway.pipeline.work.Failure;
import io.spillway.pipeline.work.Ids;
import io.spillway.router.Handled;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Starts one job: manifest, names in the ledger, the events that say so, SubmitJob, ids in the
 * ledger, in this order, so that each step finds in the one before all that is needed to do it
 * again.
 */
final class JobStart {

    /** What the job runner reads the location of its manifest from. */
    static final String MANIFEST_VARIABLE = "SPILLWAY_MANIFEST";

    /**
     * SubmitJob calls of this function instance. Two of them at a time stay below what an account
     * has in a region, and leave something for others. Source: AWS Batch User Guide, "Service
     * quotas": 50 per second.
     */
    static final int CALLS_PER_SECOND = 20;

    private static final Duration SOON = Duration.ofSeconds(2);

    private final PipelineDefinition definition;
    private final SubmissionSeams world;
    private final JobRecords records;
    private final Pace pace;

    JobStart(PipelineDefinition definition, SubmissionSeams world, JobRecords records) {
        this.definition = definition;
        this.world = world;
        this.records = records;
        this.pace = new Pace(CALLS_PER_SECOND, world.clock(), world.sleeper());
    }

    /**
     * Starts a job that was planned, unless somebody else put its manifest: then it is theirs to
     * submit, and anybody's once they are dead.
     *
     * @param byItem the candidates of all its tasks, perhaps among others
     */
    Map<String, Handled> start(JobManifest planned, Map<String, Candidate> byItem, Instant deadline)
            throws IOException, InterruptedException {
        var candidates =
                planned.tasks().stream().map(task -> byItem.get(task.item().id())).toList();
        if (isLate(deadline)) {
            return all(candidates.stream().map(Candidate::itemId), late());
        }
        var name = name(planned, candidates);
        boolean isFirst;
        try {
            isFirst = put(name, planned);
        } catch (IOException e) {
            return all(
                    candidates.stream().map(Candidate::itemId),
                    new Handled.Again(SOON, e.getMessage()));
        }
        var recorded = records.submitting(name, candidates);
        var handled = otherwise(recorded);
        var ours = ours(recorded);
        if (!isFirst) {
            handled.putAll(
                    JobRecords.all(
                            ours,
                            new Handled.Again(
                                    patience(), "another invocation put job " + name + " first")));
        } else if (!ours.isEmpty()) {
            handled.putAll(submit(name, planned, ours));
        }
        return handled;
    }

    /**
     * Goes on with a job that somebody was about to submit.
     *
     * @param entries the newest of its work items, as far as their messages came; all say that they
     *     are about to be submitted under this name
     * @param free candidates, some of which may be tasks of this job that somebody had not come to.
     *     They join, so that no second job is made for them
     * @return what became of the entries and of those that joined
     */
    Map<String, Handled> resume(
            String name, List<Entry> entries, List<Candidate> free, Instant deadline)
            throws IOException, InterruptedException {
        if (isLate(deadline)) {
            return JobRecords.all(entries, late());
        }
        try {
            var manifest = read(name);
            var leader = manifest.tasks().getFirst().item().id();
            return switch (records.turn(name, leader, patience())) {
                case Turn.Wait(var until) ->
                        JobRecords.all(
                                entries,
                                new Handled.Again(
                                        Duration.between(world.clock().instant(), until),
                                        "another invocation submits job " + name));
                case Turn.Submitted(var jobId) -> records.submitted(name, jobId, manifest, entries);
                case Turn.Free() -> lookUp(name, manifest, entries, free);
                case Turn.Take(var renewed) ->
                        lookUp(name, manifest, renewed(entries, renewed), free);
            };
        } catch (IOException e) {
            // Nothing was submitted: nobody has to be dead before it is tried again.
            return JobRecords.all(entries, new Handled.Again(SOON, e.getMessage()));
        }
    }

    private static List<Entry> renewed(List<Entry> entries, Entry renewed) {
        return entries.stream()
                .map(entry -> entry.item().id().equals(renewed.item().id()) ? renewed : entry)
                .toList();
    }

    private Map<String, Handled> lookUp(
            String name, JobManifest manifest, List<Entry> entries, List<Candidate> free)
            throws IOException, InterruptedException {
        var jobId = world.jobs().findByName(queue(manifest), name);
        var recorded = records.submitting(name, joining(manifest, free));
        var handled = otherwise(recorded);
        var all = new ArrayList<>(entries);
        all.addAll(ours(recorded));
        handled.putAll(
                jobId.isPresent()
                        ? records.submitted(name, jobId.get(), manifest, all)
                        : submit(name, manifest, all));
        return handled;
    }

    private static List<Candidate> joining(JobManifest manifest, List<Candidate> free) {
        var tasks = new HashMap<String, Task>();
        manifest.tasks().forEach(task -> tasks.put(task.item().id(), task));
        return free.stream()
                .filter(
                        candidate -> {
                            var task = tasks.get(candidate.itemId());
                            return task != null && task.isAsFarAs(candidate.task());
                        })
                .toList();
    }

    private static Map<String, Handled> otherwise(List<JobRecords.Recorded> recorded) {
        var handled = new HashMap<String, Handled>();
        recorded.forEach(each -> handled.put(each.itemId(), each.otherwise()));
        return handled;
    }

    private static List<Entry> ours(List<JobRecords.Recorded> recorded) {
        return recorded.stream()
                .filter(JobRecords.Recorded::isOurs)
                .map(JobRecords.Recorded::entry)
                .toList();
    }

    private Map<String, Handled> submit(String name, JobManifest manifest, List<Entry> ours)
            throws IOException, InterruptedException {
        try {
            records.routed(manifest, ours);
            pace.await();
            var jobId = world.jobs().submit(request(name, manifest));
            return records.submitted(name, jobId, manifest, ours);
        } catch (JobRefused e) {
            return records.refuse(ours, new Failure(Failure.Kind.CONFIGURATION, e.getMessage()));
        } catch (IOException e) {
            return JobRecords.all(ours, again(e));
        }
    }

    private JobRequest request(String name, JobManifest manifest) {
        var settings = world.settings();
        var first = manifest.tasks().getFirst();
        var location = settings.places().jobManifest(name).toString();
        return new JobRequest(
                name,
                queue(manifest),
                settings.jobDefinition(first.item().phase(), first.tier()),
                manifest.isArray()
                        ? OptionalInt.of(manifest.children().size())
                        : OptionalInt.empty(),
                environment(manifest, location),
                Map.of("manifest", location));
    }

    /** A phase that the definition has no more goes where most do. */
    private String queue(JobManifest manifest) {
        var phase = definition.phase(manifest.tasks().getFirst().item().phase());
        return phase.map(world.settings()::jobQueue).orElse(world.settings().jobQueue());
    }

    /** Of work items of several traces each says by itself to which it belongs. */
    private static Map<String, String> environment(JobManifest manifest, String location) {
        var first = manifest.tasks().getFirst().item();
        var isOneTrace =
                manifest.tasks().stream()
                        .allMatch(
                                task ->
                                        task.item()
                                                .upload()
                                                .trace()
                                                .equals(first.upload().trace()));
        return isOneTrace
                ? Map.of(
                        MANIFEST_VARIABLE,
                        location,
                        TraceContext.VARIABLE,
                        first.span(0).traceparent())
                : Map.of(MANIFEST_VARIABLE, location);
    }

    /** Whether the manifest is now this one; false if another one stands under the name. */
    private boolean put(String name, JobManifest planned) throws IOException {
        return world.store()
                .putIfAbsent(
                        world.settings().places().jobManifest(name),
                        Json.writeBytes(planned.toJson()),
                        "application/json");
    }

    private JobManifest read(String name) throws IOException {
        var location = world.settings().places().jobManifest(name);
        var content =
                world.store()
                        .get(location)
                        .orElseThrow(
                                () ->
                                        new StoreException.Permanent(
                                                "Cannot go on submitting job %s: its manifest is gone from %s. Nothing may delete manifests of jobs that have not ended."
                                                        .formatted(name, location),
                                                null));
        return JobManifest.fromJson(Json.readObject(content));
    }

    /**
     * The same for the same work items at the same point of their lives, so that a lost job can be
     * found again.
     */
    private static String name(JobManifest planned, List<Candidate> candidates) {
        var parts =
                candidates.stream()
                        .map(candidate -> candidate.itemId() + "." + candidate.nextNumber())
                        .sorted()
                        .toArray(String[]::new);
        var first = planned.tasks().getFirst();
        return "%s-%s-%d-%s"
                .formatted(
                        first.item().pipeline(), first.item().phase(), first.tier(), Ids.of(parts));
    }

    private boolean isLate(Instant deadline) {
        return !world.clock().instant().isBefore(deadline);
    }

    private static Handled late() {
        return new Handled.Again(Duration.ZERO, "the invocation's time was nearly over");
    }

    /** When whoever was about to submit is known to be dead: be it this invocation. */
    private Handled again(IOException e) {
        return new Handled.Again(patience(), e.getMessage());
    }

    private Duration patience() {
        return world.settings().lease();
    }

    private static Map<String, Handled> all(Stream<String> itemIds, Handled handled) {
        return itemIds.collect(Collectors.toMap(itemId -> itemId, _ -> handled));
    }
}
