package io.spillway.router.aws;

import io.spillway.pipeline.job.EndedJob;
import io.spillway.pipeline.job.JobLimits;
import io.spillway.pipeline.job.JobPage;
import io.spillway.pipeline.job.JobRefused;
import io.spillway.pipeline.job.JobRequest;
import io.spillway.pipeline.job.Jobs;
import io.spillway.pipeline.job.ListedJob;
import io.spillway.pipeline.job.ListedStatus;
import io.spillway.pipeline.job.WaitingJob;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.BatchException;
import software.amazon.awssdk.services.batch.model.ClientException;
import software.amazon.awssdk.services.batch.model.JobDetail;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.batch.model.JobSummary;
import software.amazon.awssdk.services.batch.model.KeyValuePair;
import software.amazon.awssdk.services.batch.model.KeyValuesPair;
import software.amazon.awssdk.services.batch.model.TaskContainerOverrides;
import software.amazon.awssdk.services.batch.model.TaskPropertiesOverride;

/** AWS Batch. */
public final class BatchJobs implements Jobs {

    private static final int TOO_MANY_REQUESTS = 429;

    /** Source: AWS Batch API, {@code DescribeJobs}. */
    private static final int MOST_DESCRIBED = 100;

    private final Supplier<BatchClient> batch;

    /**
     * @param batch repeats no request that may have been taken: SubmitJob made twice is two jobs
     */
    public BatchJobs(BatchClient batch) {
        this(() -> batch);
    }

    /**
     * @param batch asked for such a client at each request, so that whoever makes none needs none
     */
    public BatchJobs(Supplier<BatchClient> batch) {
        this.batch = batch;
    }

    @Override
    public String submit(JobRequest request) throws JobRefused, IOException {
        JobLimits.require(request);
        var environment =
                request.environment().entrySet().stream()
                        .map(
                                variable ->
                                        KeyValuePair.builder()
                                                .name(variable.getKey())
                                                .value(variable.getValue())
                                                .build())
                        .toList();
        var overrides =
                TaskPropertiesOverride.builder()
                        .containers(
                                TaskContainerOverrides.builder()
                                        .name(JobRequest.CONTAINER)
                                        .environment(environment)
                                        .build())
                        .build();
        try {
            return batch.get()
                    .submitJob(
                            submit -> {
                                submit.jobName(request.name())
                                        .jobQueue(request.queue())
                                        .jobDefinition(request.definition())
                                        .parameters(request.parameters())
                                        .propagateTags(true)
                                        .ecsPropertiesOverride(
                                                task -> task.taskProperties(overrides));
                                request.arraySize()
                                        .ifPresent(
                                                size ->
                                                        submit.arrayProperties(
                                                                array -> array.size(size)));
                            })
                    .jobId();
        } catch (ClientException e) {
            if (e.statusCode() == TOO_MANY_REQUESTS || e.isThrottlingException()) {
                throw new IOException(notNow(request, e), e);
            }
            throw JobRefused.byBatch(request, e.awsErrorDetails().errorMessage(), e);
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
                    .get()
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

    @Override
    public List<EndedJob> ended(List<String> jobIds) throws IOException {
        return described(jobIds, "how %d jobs ended").stream()
                .filter(BatchJobs::hasEnded)
                .map(BatchJobs::ended)
                .toList();
    }

    private List<JobDetail> described(List<String> jobIds, String what) throws IOException {
        var described = new ArrayList<JobDetail>();
        for (int first = 0; first < jobIds.size(); first += MOST_DESCRIBED) {
            var ids = jobIds.subList(first, Math.min(jobIds.size(), first + MOST_DESCRIBED));
            try {
                described.addAll(batch.get().describeJobs(describe -> describe.jobs(ids)).jobs());
            } catch (SdkException | UncheckedIOException e) {
                throw new IOException(
                        "Asking %s, the first %s, failed: %s"
                                .formatted(
                                        what.formatted(ids.size()), ids.getFirst(), e.getMessage()),
                        e);
            }
        }
        return described;
    }

    @Override
    public JobPage list(String queue, ListedStatus status, Optional<String> after)
            throws IOException {
        try {
            var answer =
                    batch.get()
                            .listJobs(
                                    list ->
                                            list.jobQueue(queue)
                                                    .jobStatus(status.name())
                                                    .nextToken(after.orElse(null)));
            return new JobPage(
                    answer.jobSummaryList().stream().map(BatchJobs::listed).toList(),
                    Optional.ofNullable(answer.nextToken()));
        } catch (SdkException | UncheckedIOException e) {
            throw new IOException(
                    "Listing the jobs of queue %s that are %s failed: %s"
                            .formatted(queue, status, e.getMessage()),
                    e);
        }
    }

    @Override
    public List<ListedJob> children(String jobId, ListedStatus status) throws IOException {
        try {
            return batch
                    .get()
                    .listJobs(list -> list.arrayJobId(jobId).jobStatus(status.name()))
                    .jobSummaryList()
                    .stream()
                    .map(BatchJobs::listed)
                    .toList();
        } catch (ClientException e) {
            if (e.statusCode() == TOO_MANY_REQUESTS || e.isThrottlingException()) {
                throw noChildren(jobId, e);
            }
            return List.of(); // there is no such array job
        } catch (SdkException | UncheckedIOException e) {
            throw noChildren(jobId, e);
        }
    }

    private static IOException noChildren(String jobId, RuntimeException e) {
        return new IOException(
                "Listing the children of job %s failed: %s".formatted(jobId, e.getMessage()), e);
    }

    private static ListedJob listed(JobSummary job) {
        return new ListedJob(
                job.jobId(),
                job.jobName(),
                Instant.ofEpochMilli(job.createdAt()),
                Optional.ofNullable(job.stoppedAt()).map(Instant::ofEpochMilli));
    }

    @Override
    public List<WaitingJob> waiting(List<String> jobIds) throws IOException {
        return described(jobIds, "where %d jobs wait").stream()
                .flatMap(job -> waiting(job).stream())
                .toList();
    }

    private static Optional<WaitingJob> waiting(JobDetail job) {
        var status =
                switch (job.status()) {
                    case SUBMITTED -> Optional.of(ListedStatus.SUBMITTED);
                    case PENDING -> Optional.of(ListedStatus.PENDING);
                    case RUNNABLE -> Optional.of(ListedStatus.RUNNABLE);
                    case STARTING -> Optional.of(ListedStatus.STARTING);
                    default -> Optional.<ListedStatus>empty(); // also what AWS may add
                };
        return status.map(
                each ->
                        new WaitingJob(
                                job.jobId(),
                                job.jobName(),
                                each,
                                waitingSince(job),
                                Optional.ofNullable(job.statusReason())
                                        .filter(reason -> !reason.isBlank())));
    }

    private static Instant waitingSince(JobDetail job) {
        var ended = job.attempts().isEmpty() ? null : job.attempts().getLast().stoppedAt();
        return Instant.ofEpochMilli(ended == null ? job.createdAt() : ended);
    }

    private static boolean hasEnded(JobDetail job) {
        return job.status() == JobStatus.SUCCEEDED || job.status() == JobStatus.FAILED;
    }

    private static EndedJob ended(JobDetail job) {
        var container = EndedJob.Container.mostTelling(containers(job));
        return new EndedJob(
                job.jobId(),
                job.jobName(),
                Optional.ofNullable(job.jobQueue()),
                job.status() == JobStatus.SUCCEEDED,
                Boolean.TRUE.equals(job.isCancelled()) || Boolean.TRUE.equals(job.isTerminated()),
                Optional.ofNullable(job.statusReason()),
                container.reason(),
                container.exitStatus(),
                job.attempts().size());
    }

    /** Of the last attempt, in both forms of definitions. */
    private static List<EndedJob.Container> containers(JobDetail job) {
        var containers = new ArrayList<EndedJob.Container>();
        if (job.container() != null) {
            containers.add(container(job.container().exitCode(), job.container().reason()));
        }
        if (job.ecsProperties() != null) {
            job.ecsProperties().taskProperties().stream()
                    .flatMap(task -> task.containers().stream())
                    .map(each -> container(each.exitCode(), each.reason()))
                    .forEach(containers::add);
        }
        if (!job.attempts().isEmpty()) {
            var last = job.attempts().getLast();
            if (last.container() != null) {
                containers.add(container(last.container().exitCode(), last.container().reason()));
            }
            last.taskProperties().stream()
                    .flatMap(task -> task.containers().stream())
                    .map(each -> container(each.exitCode(), each.reason()))
                    .forEach(containers::add);
        }
        return containers;
    }

    private static EndedJob.Container container(Integer exitCode, String reason) {
        return new EndedJob.Container(
                exitCode == null ? OptionalLong.empty() : OptionalLong.of(exitCode),
                Optional.ofNullable(reason));
    }
}
