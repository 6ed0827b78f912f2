package io.spillway.local.batch;

import io.spillway.local.journal.Journal;
import io.spillway.pipeline.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All that the local AWS Batch knows.
 *
 * <p>Its monitor guards it: whoever reads or changes it holds that, and whoever waits for a change
 * waits on it.
 */
final class BatchState implements Journal.Journaled {

    /** How long a finished job can be described. Source: AWS Batch User Guide, "Job states". */
    private static final Duration KEPT_AFTER_END = Duration.ofDays(7);

    private final Journal journal;
    private final Clock clock;
    private final Map<String, ComputeEnvironment> environments = new LinkedHashMap<>();
    private final Map<String, JobQueue> queues = new LinkedHashMap<>();
    private final Map<String, NavigableMap<Long, JobDefinition>> definitions = new TreeMap<>();
    private final JobTable jobs = new JobTable();
    private final EventOutbox outbox = new EventOutbox();
    private boolean closed;

    BatchState(Journal journal, Clock clock) {
        this.journal = journal;
        this.clock = clock;
    }

    @Override
    public String journalName() {
        return "batch";
    }

    long now() {
        return clock.millis();
    }

    Collection<ComputeEnvironment> environments() {
        return environments.values();
    }

    Optional<ComputeEnvironment> environment(String nameOrArn) {
        return Optional.ofNullable(environments.get(Arns.nameOf(nameOrArn)));
    }

    Collection<JobQueue> queues() {
        return queues.values();
    }

    Optional<JobQueue> queue(String nameOrArn) {
        return Optional.ofNullable(queues.get(Arns.nameOf(nameOrArn)));
    }

    /** All revisions of all definitions, by name and number. */
    Stream<JobDefinition> definitions() {
        return definitions.values().stream().flatMap(revisions -> revisions.values().stream());
    }

    /** The revisions of one definition, by number. */
    NavigableMap<Long, JobDefinition> revisions(String name) {
        return definitions.getOrDefault(name, new TreeMap<>());
    }

    /** To be read only: jobs change by {@link #putJob} and {@link #move}. */
    JobTable jobs() {
        return jobs;
    }

    Optional<Job> job(String id) {
        return jobs.job(id);
    }

    /** Where the children of an array job are; empty for all other jobs. */
    Optional<ArraySummary> summary(Job job) {
        return job.isArray()
                ? jobs.children(job.id()).map(ArrayChildren::summary)
                : Optional.empty();
    }

    void putEnvironment(JsonObject detail) {
        record(JsonObject.of().put("environment", detail));
    }

    void putQueue(JsonObject detail) {
        record(JsonObject.of().put("queue", detail));
    }

    void removeQueue(String name) {
        record(JsonObject.of().put("queueDeleted", name));
    }

    void putDefinition(JsonObject detail) {
        record(JsonObject.of().put("definition", detail));
    }

    /**
     * Adds a job, an array job with all its children; or changes what doesn't take part in its way,
     * such as its tags.
     */
    void putJob(Job job) {
        record(JsonObject.of().put("job", write(job)));
    }

    /** Moves a job on. A new status makes an event. */
    Job move(Job job, JobState next) {
        record(JsonObject.of().put("moved", job.id()).put("state", JobStateJson.write(next)));
        return job.with(next);
    }

    void delivered(PendingEvent event) {
        record(JsonObject.of().put("delivered", event.id()));
    }

    /** The events that appeared since the last call; at first all that weren't delivered. */
    List<PendingEvent> takeFreshEvents() {
        return outbox.takeFresh();
    }

    /** Changes nothing any more, and wakes whoever waits. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    boolean isClosed() {
        return closed;
    }

    boolean isIdle() {
        return jobs.isFinished() && outbox.undelivered().isEmpty();
    }

    private void record(JsonObject.Builder change) {
        var built = change.build();
        journal.append(this, built);
        apply(built);
        notifyAll();
    }

    @Override
    public synchronized void apply(JsonObject change) {
        change.object("environment").ifPresent(this::applyEnvironment);
        change.object("queue").ifPresent(this::applyQueue);
        change.text("queueDeleted").ifPresent(queues::remove);
        change.object("definition").ifPresent(this::applyDefinition);
        change.object("job").ifPresent(job -> jobs.keep(readJob(job)));
        change.text("child").ifPresent(id -> jobs.keep(moved(id, change)));
        change.text("moved").ifPresent(id -> applyMove(id, change));
        change.text("delivered").ifPresent(outbox::delivered);
        change.object("event").map(PendingEvent::of).ifPresent(outbox::add);
    }

    private void applyEnvironment(JsonObject detail) {
        var environment = new ComputeEnvironment(detail);
        environments.put(environment.name(), environment);
    }

    private void applyQueue(JsonObject detail) {
        var queue = new JobQueue(detail);
        queues.put(queue.name(), queue);
    }

    private void applyDefinition(JsonObject detail) {
        var definition = new JobDefinition(detail);
        definitions
                .computeIfAbsent(definition.name(), _ -> new TreeMap<>())
                .put(definition.revision(), definition);
    }

    private Job moved(String id, JsonObject change) {
        var state = JobStateJson.read(change.requireObject("state"));
        return job(id).orElseThrow().with(state);
    }

    private void applyMove(String id, JsonObject change) {
        var before = job(id).orElseThrow().status();
        var after = moved(id, change);
        jobs.keep(after);
        if (before != after.status()) {
            outbox.add(JobStateChangeEvent.of(after, summary(after)));
        }
    }

    @Override
    public synchronized Stream<JsonObject> snapshot() {
        var oldest = now() - KEPT_AFTER_END.toMillis();
        return Stream.of(
                environments.values().stream()
                        .map(e -> JsonObject.of().put("environment", e.detail())),
                queues.values().stream().map(q -> JsonObject.of().put("queue", q.detail())),
                definitions().map(d -> JsonObject.of().put("definition", d.detail())),
                jobs.firstFirst().stream()
                        .filter(job -> isKept(job, oldest))
                        .flatMap(this::written),
                outbox.undelivered().stream()
                        .map(event -> JsonObject.of().put("event", event.json().get())))
                .flatMap(changes -> changes)
                .map(JsonObject.Builder::build)
                .toList()
                .stream();
    }

    private static boolean isKept(Job job, long oldest) {
        return !job.status().isFinished() || job.state().since() >= oldest;
    }

    /** A job, then those of its children that aren't as they were at first. */
    private Stream<JsonObject.Builder> written(Job job) {
        var children = jobs.children(job.id()).map(ArrayChildren::all).orElse(List.of());
        return Stream.concat(
                Stream.of(JsonObject.of().put("job", write(job))),
                children.stream()
                        .filter(child -> child.status() != JobStatus.SUBMITTED)
                        .map(
                                child ->
                                        JsonObject.of()
                                                .put("child", child.id())
                                                .put("state", JobStateJson.write(child.state()))));
    }

    private static JsonObject write(Job job) {
        return JsonObject.of()
                .put("sequence", job.sequence())
                .put("submitted", job.submitted())
                .putText("flaw", job.flaw())
                .put("state", JobStateJson.write(job.state()))
                .build();
    }

    private static Job readJob(JsonObject json) {
        return new Job(
                json.requireObject("submitted"),
                json.requireWhole("sequence"),
                json.text("flaw"),
                OptionalInt.empty(),
                JobStateJson.read(json.requireObject("state")));
    }
}
