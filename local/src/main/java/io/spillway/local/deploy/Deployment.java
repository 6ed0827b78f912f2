package io.spillway.local.deploy;

import io.spillway.pipeline.attempt.Places;
import io.spillway.pipeline.store.ObjectLocation;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where the parts of a deployed pipeline are.
 *
 * @param definition the pipeline's definition as JSON, named by its hash
 * @param jobQueue name of the Batch job queue
 */
public record Deployment(
        String pipeline,
        String dropBucket,
        Places places,
        ObjectLocation definition,
        String phasesTopicArn,
        String intakeQueueUrl,
        String deadLetterQueueUrl,
        String jobQueue,
        String jobDefinitionPrefix) {

    /** The environment of the router function. */
    public Map<String, String> functionEnvironment(int memoryMiB) {
        var environment = new LinkedHashMap<>(commonEnvironment());
        environment.put("SPILLWAY_INTAKE_QUEUE", intakeQueueUrl);
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
