package io.spillway.local.deploy;

import io.spillway.pipeline.attempt.Places;
import io.spillway.pipeline.definition.PipelineDefinition;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.work.Ids;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.Event;
import software.amazon.awssdk.services.s3.model.TopicConfiguration;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Deploys a pipeline. Doing it again changes nothing that is as it should be. */
public final class Deployer {

    /** Name of the image that every phase's jobs run where jobs are processes. */
    public static final String RUNNER_IMAGE = "spillway/job-runner";

    /**
     * Times that a message is handed to the function before it goes to the dead-letter queue. Far
     * more than attempts at its work: a message also comes again while its work item is in other
     * hands.
     */
    private static final int MOST_RECEIVES = 100;

    private final Clients clients;

    public Deployer(Clients clients) {
        this.clients = clients;
    }

    /**
     * @param document the definition as it was written, as JSON
     * @param functionTimeoutSeconds of the router function; a message stays hidden six times as
     *     long, and the time in which a batch is gathered. Source: AWS Lambda developer guide,
     *     "Configuring a queue to use with Lambda"
     */
    public Deployment deploy(
            PipelineDefinition definition,
            JsonObject document,
            int maxVcpus,
            int functionTimeoutSeconds) {
        return deploy(
                definition,
                document,
                JobImages.all(RUNNER_IMAGE),
                maxVcpus,
                functionTimeoutSeconds);
    }

    /**
     * As the other, with images of one's own.
     *
     * @param images what the jobs of each phase run
     */
    public Deployment deploy(
            PipelineDefinition definition,
            JsonObject document,
            JobImages images,
            int maxVcpus,
            int functionTimeoutSeconds) {
        var name = definition.name();
        var drop = bucket(name + "-drop");
        var places = new Places(bucket(name + "-output"), bucket(name + "-work"));
        var written = writeDefinition(places, document);
        var uploads = topic(name + "-uploads");
        var phases = topic(name + "-phases");
        var intake = queueWithDeadLetters(name + "-intake", 6 * functionTimeoutSeconds);
        var submissions =
                queueWithDeadLetters(
                        name + "-submissions",
                        6 * functionTimeoutSeconds
                                + (int) Deployment.SUBMISSIONS_WINDOW.toSeconds());
        subscribe(uploads, intake, Map.of());
        subscribe(phases, intake, Map.of("FilterPolicy", endsWanted(definition)));
        notifyOfUploads(drop, uploads);
        new JobQueues(clients.batch()).require(name, maxVcpus);
        var environment = Deployment.environment(places, written, phases);
        var prefix = name + "-";
        new JobDefinitions(clients.batch(), prefix, environment, images).require(definition);
        return new Deployment(
                name, drop, places, written, phases, intake, submissions, name, prefix);
    }

    /** Failures and skipped objects matter to the router only where a set waits for them. */
    private static String endsWanted(PipelineDefinition definition) {
        return definition.fansIn()
                ? "{\"status\":[\"succeeded\",\"failed\",\"skipped\"]}"
                : "{\"status\":[\"succeeded\"]}";
    }

    private String bucket(String bucket) {
        if (clients.s3().listBuckets().buckets().stream()
                .noneMatch(there -> there.name().equals(bucket))) {
            clients.s3().createBucket(create -> create.bucket(bucket));
        }
        clients.s3()
                .putBucketVersioning(
                        put ->
                                put.bucket(bucket)
                                        .versioningConfiguration(
                                                versioning ->
                                                        versioning.status(
                                                                BucketVersioningStatus.ENABLED)));
        return bucket;
    }

    private ObjectLocation writeDefinition(Places places, JsonObject document) {
        var content = Json.writeBytes(document);
        var location =
                new ObjectLocation(
                        places.workBucket(), "definitions/" + Ids.ofContent(content) + ".json");
        clients.s3()
                .putObject(
                        put -> put.bucket(location.bucket()).key(location.key()),
                        RequestBody.fromBytes(content));
        return location;
    }

    private String topic(String topic) {
        return clients.sns().createTopic(create -> create.name(topic)).topicArn();
    }

    private String queueWithDeadLetters(String queue, int visibilityTimeoutSeconds) {
        var deadLetters = queue(queue + "-dead-letters", Map.of());
        return queue(
                queue,
                Map.of(
                        QueueAttributeName.VISIBILITY_TIMEOUT,
                                Integer.toString(visibilityTimeoutSeconds),
                        QueueAttributeName.REDRIVE_POLICY, redrive(deadLetters)));
    }

    private String queue(String queue, Map<QueueAttributeName, String> attributes) {
        return clients.sqs()
                .createQueue(create -> create.queueName(queue).attributes(attributes))
                .queueUrl();
    }

    private String redrive(String deadLetterQueueUrl) {
        return Json.write(
                JsonObject.of()
                        .put("deadLetterTargetArn", arn(deadLetterQueueUrl))
                        .put("maxReceiveCount", MOST_RECEIVES)
                        .build());
    }

    private String arn(String queueUrl) {
        return clients.sqs()
                .getQueueAttributes(
                        get -> get.queueUrl(queueUrl).attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes()
                .get(QueueAttributeName.QUEUE_ARN);
    }

    private void subscribe(String topicArn, String queueUrl, Map<String, String> attributes) {
        var all = new HashMap<>(attributes);
        all.put("RawMessageDelivery", "true");
        clients.sns()
                .subscribe(
                        subscribe ->
                                subscribe
                                        .topicArn(topicArn)
                                        .protocol("sqs")
                                        .endpoint(arn(queueUrl))
                                        .attributes(all)
                                        .returnSubscriptionArn(true));
    }

    private void notifyOfUploads(String bucket, String topicArn) {
        var there = clients.s3().getBucketNotificationConfiguration(get -> get.bucket(bucket));
        if (there.topicConfigurations().stream()
                .anyMatch(configuration -> configuration.topicArn().equals(topicArn))) {
            return;
        }
        var uploads =
                TopicConfiguration.builder()
                        .id("uploads")
                        .topicArn(topicArn)
                        .events(Event.S3_OBJECT_CREATED)
                        .build();
        clients.s3()
                .putBucketNotificationConfiguration(
                        put ->
                                put.bucket(bucket)
                                        .notificationConfiguration(
                                                all -> all.topicConfigurations(uploads)));
    }
}
