package io.spillway.local.deploy;

import io.spillway.pipeline.attempt.Places;
import io.spillway.pipeline.definition.Phase;
import io.spillway.pipeline.definition.PipelineDefinition;
import io.spillway.pipeline.job.ExitStatus;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.work.Ids;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.batch.model.EvaluateOnExit;
import software.amazon.awssdk.services.batch.model.JobDefinitionType;
import software.amazon.awssdk.services.batch.model.KeyValuePair;
import software.amazon.awssdk.services.batch.model.PlatformCapability;
import software.amazon.awssdk.services.batch.model.ResourceRequirement;
import software.amazon.awssdk.services.batch.model.ResourceType;
import software.amazon.awssdk.services.batch.model.RetryAction;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.Event;
import software.amazon.awssdk.services.s3.model.TopicConfiguration;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Deploys a pipeline. Doing it again changes nothing that is as it should be. */
public final class Deployer {

    /** Name of the image that every phase's jobs run. */
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
     *     long. Source: AWS Lambda developer guide, "Configuring a queue to use with Lambda"
     */
    public Deployment deploy(
            PipelineDefinition definition,
            JsonObject document,
            int maxVcpus,
            int functionTimeoutSeconds) {
        var name = definition.name();
        var drop = bucket(name + "-drop");
        var places = new Places(bucket(name + "-output"), bucket(name + "-work"));
        var written = writeDefinition(places, document);
        var uploads = topic(name + "-uploads");
        var phases = topic(name + "-phases");
        var deadLetters = queue(name + "-intake-dead-letters", Map.of());
        var intake =
                queue(
                        name + "-intake",
                        Map.of(
                                QueueAttributeName.VISIBILITY_TIMEOUT,
                                        Integer.toString(6 * functionTimeoutSeconds),
                                QueueAttributeName.REDRIVE_POLICY, redrive(deadLetters)));
        subscribe(uploads, intake, Map.of());
        subscribe(phases, intake, Map.of("FilterPolicy", "{\"status\":[\"succeeded\"]}"));
        notifyOfUploads(drop, uploads);
        new JobQueues(clients.batch()).require(name, maxVcpus);
        var environment = Deployment.environment(places, written, phases);
        definition.phases().stream()
                .filter(phase -> phase.batch().isPresent())
                .forEach(phase -> jobDefinition(name, phase, environment));
        return new Deployment(
                name, drop, places, written, phases, intake, deadLetters, name, name + "-");
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

    private void jobDefinition(String pipeline, Phase phase, Map<String, String> environment) {
        var needs = phase.batch().orElseThrow();
        var version =
                Map.of(
                        "version",
                        Ids.of(
                                new TreeMap<>(environment).toString(),
                                needs.toString(),
                                retryRules().toString()));
        if (isRegistered(pipeline + "-" + phase.name(), version)) {
            return;
        }
        clients.batch()
                .registerJobDefinition(
                        register ->
                                register.jobDefinitionName(pipeline + "-" + phase.name())
                                        .type(JobDefinitionType.CONTAINER)
                                        .parameters(version)
                                        .platformCapabilities(PlatformCapability.FARGATE)
                                        .timeout(
                                                timeout ->
                                                        timeout.attemptDurationSeconds(
                                                                (int) needs.timeout().toSeconds()))
                                        .retryStrategy(
                                                retry ->
                                                        retry.attempts(needs.attempts())
                                                                .evaluateOnExit(retryRules()))
                                        .containerProperties(
                                                container ->
                                                        container
                                                                .image(RUNNER_IMAGE)
                                                                .executionRoleArn(
                                                                        "arn:aws:iam::000000000000:role/local")
                                                                .environment(variables(environment))
                                                                .resourceRequirements(
                                                                        requirement(
                                                                                ResourceType.VCPU,
                                                                                needs.vcpu()
                                                                                        .toPlainString()),
                                                                        requirement(
                                                                                ResourceType.MEMORY,
                                                                                Long.toString(
                                                                                        needs.memory()
                                                                                                        .bytes()
                                                                                                >> 20)))));
    }

    private boolean isRegistered(String jobDefinition, Map<String, String> version) {
        return clients
                .batch()
                .describeJobDefinitionsPaginator(
                        describe -> describe.jobDefinitionName(jobDefinition).status("ACTIVE"))
                .jobDefinitions()
                .stream()
                .max(Comparator.comparing(there -> there.revision()))
                .filter(newest -> newest.parameters().equals(version))
                .isPresent();
    }

    /**
     * What never started, a host that was reclaimed and a transient failure are tried again, all
     * else is over. The last rule says so, because where no rule matches AWS Batch tries again.
     *
     * <p>There can be five rules at most, so none is for what Fargate Spot says: the stand-in's
     * hosts vanish as EC2's do. Source: AWS Batch User Guide, "Automated job retries".
     */
    private static List<EvaluateOnExit> retryRules() {
        return List.of(
                EvaluateOnExit.builder()
                        .onStatusReason("Host EC2*")
                        .action(RetryAction.RETRY)
                        .build(),
                EvaluateOnExit.builder()
                        .onStatusReason("Task failed to start*")
                        .action(RetryAction.RETRY)
                        .build(),
                EvaluateOnExit.builder()
                        .onExitCode(Integer.toString(ExitStatus.TRANSIENT.code()))
                        .action(RetryAction.RETRY)
                        .build(),
                EvaluateOnExit.builder().onExitCode("137").action(RetryAction.RETRY).build(),
                EvaluateOnExit.builder().onReason("*").action(RetryAction.EXIT).build());
    }

    private static List<KeyValuePair> variables(Map<String, String> environment) {
        return environment.entrySet().stream()
                .map(
                        variable ->
                                KeyValuePair.builder()
                                        .name(variable.getKey())
                                        .value(variable.getValue())
                                        .build())
                .toList();
    }

    private static ResourceRequirement requirement(ResourceType type, String value) {
        return ResourceRequirement.builder().type(type).value(value).build();
    }
}
