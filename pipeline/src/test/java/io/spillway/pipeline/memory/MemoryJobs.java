package io.spillway.pipeline.memory;

import io.spillway.pipeline.job.JobRefused;
import io.spillway.pipeline.job.JobRequest;
import io.spillway.pipeline.job.Jobs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Takes jobs and runs none. Stricter than AWS Batch: it refuses overrides that Batch would only
 * fail on later.
 */
public final class MemoryJobs implements Jobs {

    private static final int LONGEST_OVERRIDES = 8_192;

    private final String queue;
    private final List<JobRequest> submitted = new ArrayList<>();
    private int answersToLose;

    /**
     * @param queue the only one there is
     */
    public MemoryJobs(String queue) {
        this.queue = queue;
    }

    /** Loses the answers of the next submissions, which take effect all the same. */
    public synchronized void loseAnswers(int count) {
        answersToLose = count;
    }

    public synchronized List<JobRequest> submitted() {
        return List.copyOf(submitted);
    }

    @Override
    public synchronized String submit(JobRequest request) throws JobRefused, IOException {
        if (!request.queue().equals(queue)) {
            throw new JobRefused(request, "there is no such queue.", null);
        }
        var length = request.environment().toString().length();
        if (length > LONGEST_OVERRIDES) {
            throw new JobRefused(
                    request,
                    "its overrides have %d characters, more than 8192.".formatted(length),
                    null);
        }
        submitted.add(request);
        if (answersToLose > 0) {
            answersToLose--;
            throw new IOException("The answer to SubmitJob was lost.");
        }
        return id(submitted.size() - 1);
    }

    @Override
    public synchronized Optional<String> findByName(String inQueue, String jobName) {
        return IntStream.range(0, submitted.size())
                .filter(
                        i ->
                                submitted.get(i).queue().equals(inQueue)
                                        && submitted.get(i).name().equals(jobName))
                .mapToObj(MemoryJobs::id)
                .findFirst();
    }

    private static String id(int index) {
        return "job-" + (index + 1);
    }
}
