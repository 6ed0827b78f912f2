package io.spillway.runner;

import io.spillway.legacy.TaskMetadata;
import io.spillway.pipeline.attempt.Places;
import io.spillway.pipeline.store.ObjectLocation;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a job container's environment says.
 *
 * @param manifest lists the job's work items
 * @param definition the pipeline's definition as JSON
 * @param jobId as AWS Batch names the job
 * @param attempt from 1
 * @param arrayIndex which child of an array job this is, from 0; 0 for a plain job
 * @param appDirectory where legacy programs lie, {@code {app}} in their commands
 * @param scratch where attempts make their directories
 * @param taskMetadata where Amazon ECS tells of the task's containers; absent where there is none
 */
public record JobSettings(
        ObjectLocation manifest,
        ObjectLocation definition,
        Places places,
        String phasesTopic,
        String jobId,
        int attempt,
        int arrayIndex,
        Path appDirectory,
        Path scratch,
        Optional<URI> taskMetadata) {

    private static final List<String> REQUIRED =
            List.of(
                    "SPILLWAY_MANIFEST",
                    "SPILLWAY_DEFINITION",
                    "SPILLWAY_OUTPUT_BUCKET",
                    "SPILLWAY_WORK_BUCKET",
                    "SPILLWAY_PHASES_TOPIC",
                    "AWS_BATCH_JOB_ID",
                    "AWS_BATCH_JOB_ATTEMPT");

    /** Set by AWS Batch in children of array jobs only. */
    private static final String ARRAY_INDEX = "AWS_BATCH_JOB_ARRAY_INDEX";

    /** A container that can't know what to do. */
    public static final class Incomplete extends Exception {
        Incomplete(String message) {
            super(message);
        }
    }

    /**
     * @throws Incomplete naming everything that is missing or wrong
     */
    public static JobSettings of(Map<String, String> environment) throws Incomplete {
        var problems = new ArrayList<String>();
        for (var name : REQUIRED) {
            if (environment.getOrDefault(name, "").isBlank()) {
                problems.add(name + " is not set");
            }
        }
        for (var name : List.of("SPILLWAY_MANIFEST", "SPILLWAY_DEFINITION")) {
            var value = environment.getOrDefault(name, "");
            if (!value.isBlank() && !value.matches("s3://[^/]+/.+")) {
                problems.add("%s is \"%s\": expected s3://bucket/key".formatted(name, value));
            }
        }
        var attempt = environment.getOrDefault("AWS_BATCH_JOB_ATTEMPT", "");
        if (!attempt.isBlank() && !attempt.matches("\\d{1,4}")) {
            problems.add("AWS_BATCH_JOB_ATTEMPT is \"%s\": expected a number".formatted(attempt));
        }
        var arrayIndex = environment.getOrDefault(ARRAY_INDEX, "0");
        if (!arrayIndex.matches("\\d{1,5}")) {
            problems.add("%s is \"%s\": expected a number".formatted(ARRAY_INDEX, arrayIndex));
        }
        if (!problems.isEmpty()) {
            throw new Incomplete(
                    "Cannot start the job: %s. AWS Batch and the job definition set them."
                            .formatted(String.join("; ", problems)));
        }
        return new JobSettings(
                ObjectLocation.parse(environment.get("SPILLWAY_MANIFEST")),
                ObjectLocation.parse(environment.get("SPILLWAY_DEFINITION")),
                new Places(
                        environment.get("SPILLWAY_OUTPUT_BUCKET"),
                        environment.get("SPILLWAY_WORK_BUCKET")),
                environment.get("SPILLWAY_PHASES_TOPIC"),
                environment.get("AWS_BATCH_JOB_ID"),
                Integer.parseInt(attempt),
                Integer.parseInt(arrayIndex),
                Path.of(environment.getOrDefault("SPILLWAY_APP_DIRECTORY", "/app")),
                scratch(environment),
                Optional.ofNullable(environment.get(TaskMetadata.VARIABLE)).map(URI::create));
    }

    /** Where attempts make their directories. */
    static Path scratch(Map<String, String> environment) {
        return Path.of(environment.getOrDefault("SPILLWAY_SCRATCH", "/tmp"))
                .toAbsolutePath()
                .normalize();
    }
}
