package io.spillway.local.batch;

import io.spillway.pipeline.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Something a job waits for.
 *
 * <p>Source: AWS Batch User Guide, "Job dependencies" and "Array jobs".
 *
 * @param jobId absent for {@link Kind#SEQUENTIAL} only
 */
record JobDependency(Kind kind, Optional<String> jobId) {

    enum Kind {
        /** All of the other job. */
        WHOLE,
        /** Each child waits for the one before it. */
        SEQUENTIAL,
        /** Each child waits for the one with its index in another array. */
        N_TO_N
    }

    /** Source: AWS Batch User Guide, "AWS Batch service quotas". */
    private static final int MOST = 20;

    /**
     * What a job or a request to submit one depends on.
     *
     * @throws BatchError if a type is unknown
     */
    static List<JobDependency> allOf(JsonObject holder) {
        return holder.objects("dependsOn").stream().map(JobDependency::of).toList();
    }

    private static JobDependency of(JsonObject dependency) {
        var kind =
                switch (dependency.text("type").orElse("")) {
                    case "" -> Kind.WHOLE;
                    case "SEQUENTIAL" -> Kind.SEQUENTIAL;
                    case "N_TO_N" -> Kind.N_TO_N;
                    case String other ->
                            throw BatchError.client(
                                    "dependsOn has the type \"%s\": must be N_TO_N or SEQUENTIAL.",
                                    other);
                };
        return new JobDependency(kind, dependency.text("jobId"));
    }

    /**
     * Refuses dependencies that can't be.
     *
     * @param arraySize of the job that has them, if it is an array job
     */
    static void check(JsonObject request, OptionalInt arraySize, BatchState state) {
        var dependencies = allOf(request);
        if (dependencies.size() > MOST) {
            throw BatchError.client(
                    "The job depends on %d jobs: at most %d.", dependencies.size(), MOST);
        }
        dependencies.forEach(dependency -> dependency.check(arraySize, state));
    }

    private void check(OptionalInt arraySize, BatchState state) {
        if (kind != Kind.WHOLE && arraySize.isEmpty()) {
            throw BatchError.client(
                    "dependsOn has the type %s, and the job has no arrayProperties: that type is for array jobs.",
                    kind);
        }
        if (kind == Kind.SEQUENTIAL) {
            if (jobId.isPresent()) {
                throw BatchError.client(
                        "dependsOn has the type SEQUENTIAL and the jobId %s: the type goes without one.",
                        jobId.get());
            }
            return;
        }
        var id =
                jobId.orElseThrow(
                        () ->
                                BatchError.client(
                                        "dependsOn has no jobId: name the job to wait for."));
        var other =
                state.job(id)
                        .orElseThrow(
                                () -> BatchError.client("dependsOn names job %s: not found.", id));
        if (kind == Kind.N_TO_N && (!other.isArray() || !other.arraySize().equals(arraySize))) {
            throw BatchError.client(
                    "dependsOn has the type N_TO_N: job %s must be an array job of the same size, %d.",
                    id, arraySize.getAsInt());
        }
    }

    /** The id of the job that this one waits for; none for the first of a sequence. */
    Optional<String> awaitedBy(Job job) {
        return switch (kind) {
            case WHOLE -> jobId;
            case N_TO_N -> jobId.map(id -> id + ":" + job.index().getAsInt());
            case SEQUENTIAL ->
                    job.index().getAsInt() == 0
                            ? Optional.empty()
                            : Optional.of(job.parentId() + ":" + (job.index().getAsInt() - 1));
        };
    }
}
