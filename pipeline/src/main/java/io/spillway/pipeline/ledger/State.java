package io.spillway.pipeline.ledger;

import io.spillway.pipeline.json.JsonMismatch;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.store.PendingUpload;
import io.spillway.pipeline.work.Failure;
import io.spillway.pipeline.work.Results;
import io.spillway.pipeline.work.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a ledger entry says of its work item. */
public sealed interface State {

    /**
     * A Batch job is about to be submitted under this name.
     *
     * @param tier the size of the job, from 1
     */
    record Submitting(String jobName, int tier) implements State {}

    /**
     * AWS Batch has taken the job.
     *
     * @param jobId of a child in an array job where the work item shares the job with others
     */
    record Submitted(String jobName, String jobId) implements State {}

    /**
     * Its job is over and another one has to be submitted. Whoever records this sends the work item
     * to the submissions queue next.
     *
     * @param tier the size of the next job, from 1
     * @param repeats times that it went to another job of this size, this one included
     * @param failure why the last job is not the end
     */
    record Requeued(int tier, int repeats, Failure failure) implements State {}

    /**
     * A host works on it.
     *
     * @param leaseEnd until when others leave it alone; the host renews its claim before
     */
    record Claimed(Worker worker, Instant leaseEnd) implements State {}

    /**
     * An attempt ended without finishing; another one may begin at once.
     *
     * @param usage of that attempt; absent where it ended without a word, and in entries of earlier
     *     versions of Spillway
     */
    record Released(Worker worker, Failure failure, Optional<Usage> usage) implements State {

        /** Of an attempt that told nothing of what it used. */
        public Released(Worker worker, Failure failure) {
            this(worker, failure, Optional.empty());
        }
    }

    /**
     * The outcome is decided and nothing can change it: these uploads become the outputs.
     *
     * @param fence the number of the claim whose uploads they are
     */
    record Committing(List<PendingUpload> uploads, int fence, Usage usage) implements State {
        public Committing {
            uploads = List.copyOf(uploads);
        }
    }

    /** All outputs are visible. */
    record Succeeded(Results results, Usage usage) implements State {}

    /**
     * It will not be attempted again.
     *
     * @param usage of the attempt after which it was given up; absent where there was none or it
     *     ended without a word, and in entries of earlier versions of Spillway
     */
    record Failed(Failure failure, Optional<Usage> usage) implements State {

        /** Without an attempt that told what it used. */
        public Failed(Failure failure) {
            this(failure, Optional.empty());
        }
    }

    /** Nothing was to be done. */
    record Skipped(String reason) implements State {}

    /** The event that tells how the work item ended has been published. The last entry. */
    record Announced() implements State {}

    /** As it stands in entries and messages. */
    default String word() {
        return switch (this) {
            case Submitting _ -> "submitting";
            case Submitted _ -> "submitted";
            case Requeued _ -> "requeued";
            case Claimed _ -> "claimed";
            case Released _ -> "released";
            case Committing _ -> "committing";
            case Succeeded _ -> "succeeded";
            case Failed _ -> "failed";
            case Skipped _ -> "skipped";
            case Announced _ -> "announced";
        };
    }

    default JsonObject toJson() {
        var json = JsonObject.of().put("state", word());
        switch (this) {
            case Submitting(var jobName, var tier) ->
                    json.put("jobName", jobName).put("tier", tier);
            case Submitted(var jobName, var jobId) ->
                    json.put("jobName", jobName).put("jobId", jobId);
            case Requeued(var tier, var repeats, var failure) ->
                    json.put("tier", tier).put("repeats", repeats).put("failure", failure.toJson());
            case Claimed(var worker, var leaseEnd) ->
                    json.put("worker", worker.toJson()).put("leaseEnd", leaseEnd.toString());
            case Released(var worker, var failure, var usage) -> {
                json.put("worker", worker.toJson()).put("failure", failure.toJson());
                usage.ifPresent(used -> json.put("usage", used.toJson()));
            }
            case Committing(var uploads, var fence, var usage) ->
                    json.put("uploads", uploads.stream().map(PendingUpload::toJson).toList())
                            .put("fence", fence)
                            .put("usage", usage.toJson());
            case Succeeded(var results, var usage) ->
                    json.put("results", results.toJson()).put("usage", usage.toJson());
            case Failed(var failure, var usage) -> {
                json.put("failure", failure.toJson());
                usage.ifPresent(used -> json.put("usage", used.toJson()));
            }
            case Skipped(var reason) -> json.put("reason", reason);
            case Announced() -> {}
        }
        return json.build();
    }

    static State fromJson(JsonObject json) {
        var word = json.requireText("state");
        return switch (word) {
            case "submitting" ->
                    new Submitting(json.requireText("jobName"), json.requireInt("tier"));
            case "submitted" ->
                    new Submitted(json.requireText("jobName"), json.requireText("jobId"));
            case "requeued" ->
                    new Requeued(
                            json.requireInt("tier"),
                            json.requireInt("repeats"),
                            Failure.fromJson(json.requireObject("failure")));
            case "claimed" ->
                    new Claimed(
                            Worker.fromJson(json.requireObject("worker")),
                            Instant.parse(json.requireText("leaseEnd")));
            case "released" ->
                    new Released(
                            Worker.fromJson(json.requireObject("worker")),
                            Failure.fromJson(json.requireObject("failure")),
                            json.object("usage").map(Usage::fromJson));
            case "committing" ->
                    new Committing(
                            json.objects("uploads").stream().map(PendingUpload::fromJson).toList(),
                            json.requireInt("fence"),
                            Usage.fromJson(json.requireObject("usage")));
            case "succeeded" ->
                    new Succeeded(
                            Results.fromJson(json.requireObject("results")),
                            Usage.fromJson(json.requireObject("usage")));
            case "failed" ->
                    new Failed(
                            Failure.fromJson(json.requireObject("failure")),
                            json.object("usage").map(Usage::fromJson));
            case "skipped" -> new Skipped(json.requireText("reason"));
            case "announced" -> new Announced();
            default -> throw new JsonMismatch("Unknown state \"%s\".".formatted(word));
        };
    }
}
