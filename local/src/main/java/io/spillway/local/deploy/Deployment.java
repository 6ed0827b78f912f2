package io.spillway.local.deploy;

import io.spillway.local.function.EventSourceMapping;
import io.spillway.pipeline.attempt.Places;
import io.spillway.pipeline.store.ObjectLocation;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the parts of a deployed pipeline are.
 *
 * <p>Each of its two queues has a dead-letter queue of its name with {@code -dead-letters}.
 *
 * @param definition the pipeline's definition as JSON, named by its hash
 * @param intakeQueueUrl the queue of uploads, phase events and job state changes
 * @param submissionsQueueUrl the queue of work items for Batch, which gathers them, so that many
 *     become one job
 * @param jobQueue name of the Batch job queue
 * @param jobDefinitionPrefix what comes before {@code <phase>-<tier>} in the name of a job
 *     definition
 */
public record Deployment(
        String pipeline,
        String dropBucket,
        Places places,
        ObjectLocation definition,
        String phasesTopicArn,
        String intakeQueueUrl,
        String submissionsQueueUrl,
        String jobQueue,
        String jobDefinitionPrefix) {

    /** How long submissions are gathered here. On AWS, where starting takes longer, it is 20 s. */
    static final Duration SUBMISSIONS_WINDOW = Duration.ofSeconds(1);

    private static final int MESSAGES_PER_INVOCATION = 10;
    private static final int SUBMISSIONS_PER_INVOCATION = 1_000;

    /**
     * With so many invocations, each making at most 20 SubmitJob a second, AWS Batch's limit of 50
     * isn't reached.
     */
    private static final int SUBMISSIONS_CONCURRENCY = 2;

    /**
     * What feeds the router function.
     *
     * @param concurrency most invocations at once for messages of the intake queue; 2 to 1,000
     */
    public List<EventSourceMapping> mappings(int concurrency) {
        return List.of(
                new EventSourceMapping(
                        intakeQueueUrl, MESSAGES_PER_INVOCATION, Duration.ZERO, concurrency),
                new EventSourceMapping(
                        submissionsQueueUrl,
                        SUBMISSIONS_PER_INVOCATION,
                        SUBMISSIONS_WINDOW,
                        SUBMISSIONS_CONCURRENCY));
    }

    /** The environment of the router function. */
    public Map<String, String> functionEnvironment(int memoryMiB) {
        var environment = new LinkedHashMap<>(commonEnvironment());
        environment.put("SPILLWAY_INTAKE_QUEUE", intakeQueueUrl);
        environment.put("SPILLWAY_SUBMISSIONS_QUEUE", submissionsQueueUrl);
        environment.put("SPILLWAY_JOB_QUEUE", jobQueue);
        environment.put("SPILLWAY_JOB_DEFINITION_PREFIX", jobDefinitionPrefix);
        environment.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(memoryMiB));
        return environment;
    }

    private Map<String, String> commonEnvironment() {
        return environment(places, definition, phasesTopicArn);
    }

    /** What function and job containers are both told. */
    static Map<String, String> environment(
            Places places, ObjectLocation definition, String phasesTopicArn) {
        var environment = new LinkedHashMap<String, String>();
        environment.put("SPILLWAY_DEFINITION", definition.toString());
        environment.put("SPILLWAY_OUTPUT_BUCKET", places.outputBucket());
        environment.put("SPILLWAY_WORK_BUCKET", places.workBucket());
        environment.put("SPILLWAY_PHASES_TOPIC", phasesTopicArn);
        return environment;
    }
}
