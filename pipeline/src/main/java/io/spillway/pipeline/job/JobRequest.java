package io.spillway.pipeline.job;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * A Batch job to submit.
 *
 * @param name first a letter or digit, then letters, digits, hyphens and underscores; at most 128
 *     characters. Source: AWS Batch API, {@code SubmitJob}
 * @param definition name of a job definition, its latest revision
 * @param environment set in the container beside the definition's; no name starts with AWS_BATCH
 * @param parameters kept with the job, for people and for matching its state changes
 */
public record JobRequest(
        String name,
        String queue,
        String definition,
        Map<String, String> environment,
        Map<String, String> parameters) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,127}");

    public JobRequest {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "\"%s\" can't name a Batch job: expected 1 to 128 letters, digits, hyphens and underscores."
                            .formatted(name));
        }
        environment = Map.copyOf(environment);
        parameters = Map.copyOf(parameters);
    }
}
