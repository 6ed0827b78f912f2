package io.spillway.router.aws;

import io.spillway.pipeline.job.JobRefused;
import io.spillway.pipeline.job.JobRequest;
import io.spillway.pipeline.job.Jobs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.BatchException;
import software.amazon.awssdk.services.batch.model.ClientException;
import software.amazon.awssdk.services.batch.model.JobSummary;
import software.amazon.awssdk.services.batch.model.KeyValuePair;
import software.amazon.awssdk.services.batch.model.KeyValuesPair;

/** AWS Batch. */
public final class BatchJobs implements Jobs {

    private static final int TOO_MANY_REQUESTS = 429;

    private final BatchClient batch;

    public BatchJobs(BatchClient batch) {
        this.batch = batch;
    }

    @Override
    public String submit(JobRequest request) throws JobRefused, IOException {
        var environment =
                request.environment().entrySet().stream()
                        .map(
                                variable ->
                                        KeyValuePair.builder()
                                                .name(variable.getKey())
                                                .value(variable.getValue())
                                                .build())
                        .toList();
        try {
            return batch.submitJob(
                            submit ->
                                    submit.jobName(request.name())
                                            .jobQueue(request.queue())
                                            .jobDefinition(request.definition())
                                            .parameters(request.parameters())
                                            .propagateTags(true)
                                            .containerOverrides(
                                                    overrides ->
                                                            overrides.environment(environment)))
                    .jobId();
        } catch (ClientException e) {
            if (e.statusCode() == TOO_MANY_REQUESTS || e.isThrottlingException()) {
                throw new IOException(notNow(request, e), e);
            }
            throw new JobRefused(request, e.awsErrorDetails().errorMessage(), e);
        } catch (SdkException | UncheckedIOException e) {
            throw new IOException(notNow(request, e), e);
        }
    }

    private static String notNow(JobRequest request, RuntimeException e) {
        var status =
                e instanceof BatchException answer ? " with status " + answer.statusCode() : "";
        return "Submitting job %s to queue %s failed%s: %s It is tried again."
                .formatted(request.name(), request.queue(), status, e.getMessage());
    }

    @Override
    public Optional<String> findByName(String queue, String jobName) throws IOException {
        try {
            return batch
                    .listJobsPaginator(
                            list ->
                                    list.jobQueue(queue)
                                            .filters(
                                                    KeyValuesPair.builder()
                                                            .name("JOB_NAME")
                                                            .values(jobName)
                                                            .build()))
                    .jobSummaryList()
                    .stream()
                    .filter(job -> job.jobName().equals(jobName))
                    .map(JobSummary::jobId)
                    .findFirst();
        } catch (SdkException | UncheckedIOException e) {
            throw new IOException(
                    "Looking for job %s in queue %s failed: %s"
                            .formatted(jobName, queue, e.getMessage()),
                    e);
        }
    }
}
