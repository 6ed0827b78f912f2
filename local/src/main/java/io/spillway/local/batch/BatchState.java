package io.spillway.local.batch;

import io.spillway.local.journal.Journal;
import io.spillway.pipeline.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
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
    private final NavigableMap<Long, Job> jobs = new TreeMap<>();
    private final Map<String, Long> sequences = new LinkedHashMap<>();
    private final Map<JobStatus, Map<String, Job>> unfinished = new EnumMap<>(JobStatus.class);
    private final Map<String, NavigableMap<Long, Job>> waiting = new LinkedHashMap<>();
    private final EventOutbox outbox = new EventOutbox();
    private long lowestPlace;
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

    /** All jobs, the latest submitted first. */
    Collection<Job> jobs() {
        return jobs.descendingMap().values();
    }

    Optional<Job> job(String id) {
        return Optional.ofNullable(sequences.get(id)).map(jobs::get);
    }

    /** The jobs of a status that isn't final. */
    Collection<Job> unfinished(JobStatus status) {
        return unfinished.getOrDefault(status, Map.of()).values();
    }

    /** All jobs that haven't succeeded or failed. */
    List<Job> unfinished() {
        return unfinished.values().stream().flatMap(jobs -> jobs.values().stream()).toList();
    }

    boolean isFinished() {
        return unfinished.values().stream().allMatch(Map::isEmpty);
    }

    /** The jobs of a queue in RUNNABLE, in the order in which they are to be placed. */
    Collection<Job> waiting(String queue) {
        return waiting.getOrDefault(queue, new TreeMap<>()).values();
    }

    long nextSequence() {
        return jobs.isEmpty() ? 1 : jobs.lastKey() + 1;
    }

    /** A place before all others in any queue. */
    long frontPlace() {
        return lowestPlace - 1;
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

    /** Adds a job, or changes what doesn't take part in its way, such as its tags. */
    void putJob(Job job) {
        record(JsonObject.of().put("job", write(job)));
    }

    /** Moves a job on. A new status makes an event. */
    Job move(Job job, JobState next) {
        record(JsonObject.of().put("moved", job.id()).put("state", JobStateJson.write(next)));
        return job.with(next);
    }

    void delivered(JsonObject event) {
        record(JsonObject.of().put("delivered", event.requireText("id")));
    }

    /** The events that appeared since the last call; at first all that weren't delivered. */
    List<JsonObject> takeFreshEvents() {
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
        return isFinished() && outbox.undelivered().isEmpty();
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
        change.object("job").ifPresent(job -> keep(readJob(job)));
        change.text("moved").ifPresent(id -> applyMove(id, change.requireObject("state")));
        change.text("delivered").ifPresent(outbox::delivered);
        change.object("event").ifPresent(outbox::add);
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

    private void applyMove(String id, JsonObject state) {
        var before = job(id).orElseThrow();
        var after = before.with(JobStateJson.read(state));
        keep(after);
        if (before.status() != after.status()) {
            outbox.add(JobStateChangeEvent.of(after));
        }
    }

    private void keep(Job job) {
        var queue = waiting.computeIfAbsent(job.queue(), _ -> new TreeMap<>());
        job(job.id()).ifPresent(this::drop);
        jobs.put(job.sequence(), job);
        sequences.put(job.id(), job.sequence());
        lowestPlace = Math.min(lowestPlace, job.state().place());
        if (job.status() == JobStatus.RUNNABLE) {
            queue.put(job.state().place(), job);
        }
        if (!job.status().isFinished()) {
            unfinished.computeIfAbsent(job.status(), _ -> new LinkedHashMap<>()).put(job.id(), job);
        }
    }

    private void drop(Job job) {
        waiting.get(job.queue()).remove(job.state().place());
        unfinished.getOrDefault(job.status(), new LinkedHashMap<>()).remove(job.id());
    }

    @Override
    public synchronized Stream<JsonObject> snapshot() {
        var oldest = now() - KEPT_AFTER_END.toMillis();
        return Stream.of(
                environments.values().stream()
                        .map(e -> JsonObject.of().put("environment", e.detail())),
                queues.values().stream().map(q -> JsonObject.of().put("queue", q.detail())),
                definitions().map(d -> JsonObject.of().put("definition", d.detail())),
                jobs.values().stream()
                        .filter(job -> isKept(job, oldest))
                        .map(job -> JsonObject.of().put("job", write(job))),
                outbox.undelivered().stream().map(event -> JsonObject.of().put("event", event)))
                .flatMap(changes -> changes)
                .map(JsonObject.Builder::build)
                .toList()
                .stream();
    }

    private static boolean isKept(Job job, long oldest) {
        return !job.status().isFinished() || job.state().since() >= oldest;
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
                JobStateJson.read(json.requireObject("state")));
    }
}
