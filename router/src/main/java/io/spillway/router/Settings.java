package io.spillway.router;

import io.spillway.pipeline.attempt.Places;
import io.spillway.pipeline.attempt.WorkPath;
import io.spillway.pipeline.definition.BatchNeeds;
import io.spillway.pipeline.definition.Phase;
import io.spillway.pipeline.store.ObjectLocation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the function's environment says.
 *
 * @param definition the pipeline's definition as JSON
 * @param phasesTopic ARN of the topic for phase events
 * @param intakeQueue URL of the queue that feeds the function
 * @param submissionsQueue URL of the queue in which work items gather that go to Batch; it feeds
 *     the function too
 * @param jobQueue name of the Batch job queue, whose jobs may run on spare capacity
 * @param memory of the function, in bytes
 * @param lease how long others leave an inline attempt's work item alone once it stops saying that
 *     it is alive
 * @param scratch bytes that inline attempts may have in their directories together
 * @param onDemandJobQueue name of the job queue of phases whose jobs must not be reclaimed
 * @param stuckAfter how long a job may wait for its container before somebody is told
 */
public record Settings(
        ObjectLocation definition,
        Places places,
        String phasesTopic,
        String intakeQueue,
        String submissionsQueue,
        String jobQueue,
        String jobDefinitionPrefix,
        long memory,
        Duration lease,
        long scratch,
        String onDemandJobQueue,
        Duration stuckAfter) {

    /**
     * The {@link #stuckAfter} where it isn't set. Shorter than the job queue's time limit, so that
     * somebody is told before the job is given up.
     */
    public static final Duration STUCK_AFTER = Duration.ofMinutes(30);

    /** Seconds; {@link #STUCK_AFTER} where it isn't set. */
    public static final String STUCK_AFTER_VARIABLE = "SPILLWAY_STUCK_AFTER_SECONDS";

    /** What comes behind a queue's URL in that of its dead-letter queue. */
    public static final String DEAD_LETTERS_SUFFIX = "-dead-letters";

    /** Name of the queue for phases that say {@code spot: false}; the same one if it isn't set. */
    public static final String ON_DEMAND_VARIABLE = "SPILLWAY_ON_DEMAND_JOB_QUEUE";

    /** Seconds; {@link WorkPath#LEASE} where it isn't set. */
    public static final String LEASE_VARIABLE = "SPILLWAY_LEASE_SECONDS";

    /** MiB of {@code /tmp}; what Lambda gives unasked where it isn't set. */
    public static final String SCRATCH_VARIABLE = "SPILLWAY_SCRATCH_MIB";

    private static final List<String> REQUIRED =
            List.of(
                    "SPILLWAY_DEFINITION",
                    "SPILLWAY_OUTPUT_BUCKET",
                    "SPILLWAY_WORK_BUCKET",
                    "SPILLWAY_PHASES_TOPIC",
                    "SPILLWAY_INTAKE_QUEUE",
                    "SPILLWAY_SUBMISSIONS_QUEUE",
                    "SPILLWAY_JOB_QUEUE",
                    "SPILLWAY_JOB_DEFINITION_PREFIX",
                    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE");

    /** With the scratch space that Lambda gives unasked, and one job queue. */
    public Settings(
            ObjectLocation definition,
            Places places,
            String phasesTopic,
            String intakeQueue,
            String submissionsQueue,
            String jobQueue,
            String jobDefinitionPrefix,
            long memory,
            Duration lease) {
        this(
                definition,
                places,
                phasesTopic,
                intakeQueue,
                submissionsQueue,
                jobQueue,
                jobDefinitionPrefix,
                memory,
                lease,
                AttemptLimits.DEFAULT_SCRATCH,
                jobQueue,
                STUCK_AFTER);
    }

    /**
     * @throws IllegalStateException naming everything that is missing or wrong
     */
    public static Settings of(Map<String, String> environment) {
        var problems = new ArrayList<String>();
        for (var name : REQUIRED) {
            if (environment.getOrDefault(name, "").isBlank()) {
                problems.add(name + " is not set");
            }
        }
        var memory = environment.getOrDefault("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "");
        if (!memory.isBlank() && !memory.matches("\\d{1,6}")) {
            problems.add(
                    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE is \"%s\": expected a number of MiB"
                            .formatted(memory));
        }
        var lease = environment.getOrDefault(LEASE_VARIABLE, "");
        if (!lease.isBlank() && !lease.matches("[1-9]\\d{0,3}")) {
            problems.add(
                    "%s is \"%s\": expected 1 to 9999 seconds".formatted(LEASE_VARIABLE, lease));
        }
        var scratch = environment.getOrDefault(SCRATCH_VARIABLE, "");
        if (!scratch.isBlank() && !scratch.matches("[1-9]\\d{0,4}")) {
            problems.add(
                    "%s is \"%s\": expected 1 to 99999 MiB".formatted(SCRATCH_VARIABLE, scratch));
        }
        var stuck = environment.getOrDefault(STUCK_AFTER_VARIABLE, "");
        if (!stuck.isBlank() && !stuck.matches("[1-9]\\d{0,4}")) {
            problems.add(
                    "%s is \"%s\": expected 1 to 99999 seconds"
                            .formatted(STUCK_AFTER_VARIABLE, stuck));
        }
        var definition = environment.getOrDefault("SPILLWAY_DEFINITION", "");
        if (!definition.isBlank() && !definition.matches("s3://[^/]+/.+")) {
            problems.add(
                    "SPILLWAY_DEFINITION is \"%s\": expected s3://bucket/key"
                            .formatted(definition));
        }
        if (!problems.isEmpty()) {
            throw new IllegalStateException(
                    "Cannot start the router: %s. Set them in the function's environment."
                            .formatted(String.join("; ", problems)));
        }
        return new Settings(
                ObjectLocation.parse(definition),
                new Places(
                        environment.get("SPILLWAY_OUTPUT_BUCKET"),
                        environment.get("SPILLWAY_WORK_BUCKET")),
                environment.get("SPILLWAY_PHASES_TOPIC"),
                environment.get("SPILLWAY_INTAKE_QUEUE"),
                environment.get("SPILLWAY_SUBMISSIONS_QUEUE"),
                environment.get("SPILLWAY_JOB_QUEUE"),
                environment.get("SPILLWAY_JOB_DEFINITION_PREFIX"),
                Long.parseLong(memory) << 20,
                lease.isBlank() ? WorkPath.LEASE : Duration.ofSeconds(Long.parseLong(lease)),
                scratch.isBlank() ? AttemptLimits.DEFAULT_SCRATCH : Long.parseLong(scratch) << 20,
                environment.getOrDefault(ON_DEMAND_VARIABLE, environment.get("SPILLWAY_JOB_QUEUE")),
                stuck.isBlank() ? STUCK_AFTER : Duration.ofSeconds(Long.parseLong(stuck)));
    }

    /** Name of the job queue for a phase's jobs. */
    public String jobQueue(Phase phase) {
        return phase.batch().map(BatchNeeds::spot).orElse(true) ? jobQueue : onDemandJobQueue;
    }

    /** URLs of the queues where messages end that were given up. */
    public List<String> deadLetterQueues() {
        return List.of(intakeQueue + DEAD_LETTERS_SUFFIX, submissionsQueue + DEAD_LETTERS_SUFFIX);
    }

    /** The names of all job queues. */
    public Set<String> jobQueues() {
        return Stream.of(jobQueue, onDemandJobQueue).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Name of the Batch job definition of a phase in one of its sizes.
     *
     * @param tier from 1
     */
    public String jobDefinition(String phase, int tier) {
        return "%s%s-%d".formatted(jobDefinitionPrefix, phase, tier);
    }
}
