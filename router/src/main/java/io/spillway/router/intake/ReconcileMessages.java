package io.spillway.router.intake;

import io.spillway.pipeline.job.ListedStatus;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.store.VersionPage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The messages by which the router is asked to look for lost uploads, and asks itself to go on. */
public final class ReconcileMessages {

    /**
     * How long after an upload its event counts as lost, where the message doesn't say. Longer than
     * a message of the intake queue stays hidden once an invocation died with it: 12 minutes.
     */
    static final Duration QUIET = Duration.ofMinutes(20);

    static final String START = "reconcile.v1";
    static final String PART = "reconcile-part.v1";
    static final String UPLOAD = "upload.v1";
    static final String ENDS = "reconcile-ends.v1";
    static final String WAITING = "reconcile-waiting.v1";
    static final String DEAD_LETTERS = "reconcile-dead-letters.v1";

    private ReconcileMessages() {}

    /**
     * Asks for a pass. EventBridge sends the same, made by an input transformer.
     *
     * @param quiet how long after an upload its event counts as lost, in whole seconds
     */
    public static String start(String bucket, Instant at, Duration quiet) {
        return Json.write(
                JsonObject.of()
                        .put("spillway", START)
                        .put("bucket", bucket)
                        .put("at", at.toString())
                        .put("quietSeconds", quiet.toSeconds())
                        .build());
    }

    /** Asks to go on with a pass. */
    public static String part(Pass pass, VersionPage.Marker after) {
        return Json.write(
                JsonObject.of()
                        .put("spillway", PART)
                        .put("pass", pass.toJson())
                        .put("key", after.key())
                        .put("versionId", after.versionId())
                        .build());
    }

    /** Asks for jobs that ended to be looked at. */
    public static String ends(IntakeMessage.JobEnds asked) {
        return Json.write(
                JsonObject.of()
                        .put("spillway", ENDS)
                        .put("pass", asked.pass().toJson())
                        .put("jobQueue", asked.jobQueue())
                        .put("status", asked.status().name())
                        .putText("after", asked.after())
                        .putText("last", asked.last())
                        .build());
    }

    /** Asks for jobs that wait to be looked at. */
    public static String waitingJobs() {
        return Json.write(JsonObject.of().put("spillway", WAITING).build());
    }

    /** Asks for messages that were given up to be looked at. */
    public static String deadLetters() {
        return Json.write(JsonObject.of().put("spillway", DEAD_LETTERS).build());
    }

    /** Tells of an upload in S3's place. */
    public static String upload(ObjectVersion object) {
        return Json.write(
                JsonObject.of().put("spillway", UPLOAD).put("object", object.toJson()).build());
    }

    static IntakeMessage readStart(JsonObject json) {
        var quiet = json.whole("quietSeconds");
        return new IntakeMessage.Reconcile(
                json.requireText("bucket"),
                Instant.parse(json.requireText("at")),
                quiet.isPresent() ? Duration.ofSeconds(quiet.getAsLong()) : QUIET);
    }

    static IntakeMessage readPart(JsonObject json) {
        return new IntakeMessage.ReconcilePart(
                Pass.fromJson(json.requireObject("pass")),
                new VersionPage.Marker(json.requireText("key"), json.requireText("versionId")));
    }

    static IntakeMessage readEnds(JsonObject json) {
        var status = json.requireText("status");
        return new IntakeMessage.JobEnds(
                Pass.fromJson(json.requireObject("pass")),
                json.requireText("jobQueue"),
                ListedStatus.valueOf(status),
                json.text("after"),
                json.text("last"));
    }

    static IntakeMessage readUpload(JsonObject json) {
        var object = ObjectVersion.fromJson(json.requireObject("object"));
        return new IntakeMessage.Uploaded(
                List.of(
                        new ArrivedObject(
                                new ObjectLocation(object.bucket(), object.key()),
                                object.versionId(),
                                Optional.of(object.etag()),
                                OptionalLong.of(object.size()),
                                Optional.empty())));
    }
}
