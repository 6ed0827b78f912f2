package io.spillway.local.simulation;

import io.spillway.pipeline.attempt.Places;
import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.memory.MemoryEvents;
import io.spillway.pipeline.memory.MemoryObjectStore;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.router.intake.ReconcileMessages;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One run of a scenario under a plan: all services, all hosts, and what happened. */
final class World {

    static final String DROP_BUCKET = "drop";
    static final Places PLACES = new Places("out", "work");
    static final ObjectLocation DEFINITION = new ObjectLocation("work", "definitions/1.json");

    /** Bytes in a part of an upload: a file of some hundred KiB has several. */
    static final int PART = 64 << 10;

    /** Where stages may make files; none of those simulated does. */
    static final Path SCRATCH = Path.of("no-scratch");

    /** Undisturbed scenarios reach some two hundred points, disturbed ones twice that. */
    private static final int MOST_POINTS = 20_000;

    /** The batching window of the submissions queue, as deployed. */
    private static final Duration WINDOW = Duration.ofSeconds(20);

    /** How often the schedule asks for what was lost, and how long ago that has to be. */
    private static final Duration RECONCILED = Duration.ofMinutes(30);

    private static final Duration QUIET = Duration.ofMinutes(20);

    /** So many that a job that ends late is looked at in one of them. */
    private static final int PASSES = 3;

    private static final Duration THROTTLED = Duration.ofSeconds(3);
    private static final Duration FROZEN = Duration.ofSeconds(150);

    private final Scenario scenario;
    private final Set<String> endsWanted;
    private final Plan plan;
    private final Scheduler scheduler = new Scheduler();
    private final MemoryObjectStore store = new MemoryObjectStore(scheduler.clock(), PART);
    private final MemoryEvents events = new MemoryEvents(this::tellIntake);
    private final SimulatedQueue intake;
    private final SimulatedQueue submissions;
    private final SimulatedFunction function;
    private final SimulatedBatch batch;
    private final List<ObjectVersion> dropped = new ArrayList<>();
    private final List<Point> trace = new ArrayList<>();
    private final List<Strike> strikes = new ArrayList<>();
    private final List<String> surprises = new ArrayList<>();
    private final Map<String, Instant> throttledUntil = new HashMap<>();
    private final Map<String, Machine> uploaders = new HashMap<>();
    private int writers;
    private int standingCalls;
    private boolean restless;

    World(Scenario scenario, Plan plan) {
        this.scenario = scenario;
        this.endsWanted = endsWanted(scenario);
        this.plan = plan;
        this.function = new SimulatedFunction(this);
        this.intake =
                new SimulatedQueue(
                        this,
                        "intake",
                        Duration.ZERO,
                        plan::batchSize,
                        deliveries -> function.invoke(intake(), deliveries));
        this.submissions =
                new SimulatedQueue(
                        this,
                        "submissions",
                        WINDOW,
                        plan::submissionsTogether,
                        deliveries -> function.invoke(submissions(), deliveries));
        this.batch = new SimulatedBatch(this);
    }

    /** Drops everything, and runs until nothing moves any more. */
    World run() {
        store.put(DEFINITION, Envelopes.bytes(scenario.definition()));
        scenario.drops().keySet().stream().sorted().forEach(this::drop);
        if (!scenario.untold().isEmpty()) {
            for (int pass = 1; pass <= (scenario.isDeaf() ? PASSES : 1); pass++) {
                scheduler.after(RECONCILED.multipliedBy(pass), this::reconcile);
            }
        }
        scheduler.run();
        return this;
    }

    private void drop(String key) {
        var object =
                store.put(new ObjectLocation(DROP_BUCKET, key), scenario.drops().get(key).clone());
        dropped.add(object);
        if (!scenario.untold().contains(key)) {
            intake.send("upload " + key, Envelopes.upload(object));
        }
    }

    private void reconcile() {
        intake.send("reconcile", ReconcileMessages.start(DROP_BUCKET, scheduler.now(), QUIET));
    }

    /** As deployed. */
    private static Set<String> endsWanted(Scenario scenario) {
        return scenario.definition().contains("\"every\"")
                ? Set.of("succeeded", "failed", "skipped")
                : Set.of("succeeded");
    }

    /** The topic's subscription of the intake queue, with its filter. */
    private void tellIntake(PhaseEvent event) {
        if (endsWanted.contains(event.status())) {
            intake.send("event " + event.item().phase(), Envelopes.notification(event));
        }
    }

    /** Counts a point, and says what strikes there. */
    Optional<Fault> reach(Point.Kind kind, String host, Object what) {
        var point = new Point(trace.size() + 1, kind, host, what);
        trace.add(point);
        if (trace.size() == MOST_POINTS) {
            restless = true;
            scheduler.stop();
        }
        var fault = plan.at(point).filter(kind.faults()::contains).or(() -> standingFault(point));
        fault.ifPresent(struck -> strikes.add(new Strike(point.number(), struck)));
        return fault;
    }

    private Optional<Fault> standingFault(Point point) {
        return scenario.standing()
                .filter(
                        standing ->
                                point.what() instanceof String call
                                        && call.startsWith(standing.call()))
                .filter(standing -> ++standingCalls == standing.time())
                .map(Scenario.Standing::fault);
    }

    Seams seams(Machine machine) {
        return new Seams(this, machine);
    }

    void throttle(String service) {
        throttledUntil.put(service, scheduler.now().plus(THROTTLED));
    }

    boolean isThrottled(String service) {
        return scheduler.now().isBefore(throttledUntil.getOrDefault(service, Instant.MIN));
    }

    Duration frozen() {
        return FROZEN;
    }

    /** Something that no code should do, whatever strikes. */
    void surprise(String what) {
        surprises.add(what);
    }

    void uploaded(String uploadId, Machine by) {
        uploaders.put(uploadId, by);
    }

    String nextWriter() {
        return "writer-" + ++writers;
    }

    Scenario scenario() {
        return scenario;
    }

    Plan plan() {
        return plan;
    }

    Scheduler scheduler() {
        return scheduler;
    }

    MemoryObjectStore store() {
        return store;
    }

    MemoryEvents events() {
        return events;
    }

    SimulatedQueue intake() {
        return intake;
    }

    SimulatedQueue submissions() {
        return submissions;
    }

    SimulatedBatch batch() {
        return batch;
    }

    List<ObjectVersion> dropped() {
        return dropped;
    }

    /** Every point that was reached. */
    List<Point> trace() {
        return trace;
    }

    /** Every fault that struck. */
    List<Strike> strikes() {
        return strikes;
    }

    List<String> surprises() {
        return surprises;
    }

    boolean isRestless() {
        return restless;
    }

    Map<String, Machine> uploaders() {
        return uploaders;
    }
}
