package io.spillway.pipeline.job;

import java.util.Map;
import java.util.OptionalInt;

/**
 * A Batch job to submit. {@link JobLimits} says what AWS Batch takes.
 *
 * @param name to find it by
 * @param definition name of a job definition, its latest revision
 * @param arraySize number of children of an array job; empty for a plain job
 * @param environment set in the container beside the definition's
 * @param parameters kept with the job, for people and for matching its state changes
 */
public record JobRequest(
        String name,
        String queue,
        String definition,
        OptionalInt arraySize,
        Map<String, String> environment,
        Map<String, String> parameters) {

    /**
     * Name of the job runner's container in every job definition: the one whose environment a
     * request adds to.
     */
    public static final String CONTAINER = "runner";

    public JobRequest {
        environment = Map.copyOf(environment);
        parameters = Map.copyOf(parameters);
    }
}
