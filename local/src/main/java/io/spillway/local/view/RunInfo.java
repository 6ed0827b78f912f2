package io.spillway.local.view;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a run that has just started can tell.
 *
 * @param folder whose files are dropped as they appear
 * @param endpoints of the services, by the names of their SDK variables: {@code
 *     AWS_ENDPOINT_URL_S3} …
 * @param topicArn of the phase events
 * @param state directory that holds everything the run keeps
 */
public record RunInfo(
        String pipeline,
        Path folder,
        Map<String, URI> endpoints,
        String dropBucket,
        String outputBucket,
        String topicArn,
        Path state) {}
