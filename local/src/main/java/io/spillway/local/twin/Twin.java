package io.spillway.local.twin;

import io.spillway.local.batch.ContainerRuntime;
import io.spillway.local.batch.LocalBatch;
import io.spillway.local.fault.Faults;
import io.spillway.local.journal.Journal;
import io.spillway.local.s3.LocalS3;
import io.spillway.local.s3.NotificationTarget;
import io.spillway.local.sns.LocalSns;
import io.spillway.local.sqs.LocalSqs;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The AWS services that a pipeline uses, on this machine. They keep everything in one directory and
 * go on where they were when they are started again, however they ended.
 */
public final class Twin implements AutoCloseable {

    /** Changes in the journal above which a start rewrites it. */
    private static final long WORTH_COMPACTING = 50_000;

    private final Journal journal;
    private final LocalS3 s3;
    private final LocalSqs sqs;
    private final LocalSns sns;
    private final LocalBatch batch;
    private final Map<String, URI> endpoints;

    /**
     * @param jobEventQueue name of the queue that gets state changes of Batch jobs, as an
     *     EventBridge rule with that target would send them
     */
    public static Twin start(
            Path directory, Faults faults, ContainerRuntime runtime, String jobEventQueue)
            throws IOException {
        var journal = Journal.open(directory);
        try {
            return new Twin(directory, journal, faults, runtime, jobEventQueue);
        } catch (IOException | RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    private Twin(
            Path directory,
            Journal journal,
            Faults faults,
            ContainerRuntime runtime,
            String jobEventQueue)
            throws IOException {
        var clock = Clock.systemUTC();
        this.journal = journal;
        sqs = new LocalSqs(journal, faults, clock);
        sns = new LocalSns(journal, faults, clock, sqs);
        s3 = new LocalS3(directory.resolve("s3"), journal, faults, clock, this::notify);
        batch =
                new LocalBatch(
                        directory.resolve("batch"),
                        journal,
                        faults,
                        clock,
                        runtime,
                        event -> sqs.send(jobEventQueue, event, Map.of()));
        var services = List.of(sqs, sns, s3, batch);
        journal.replay(
                services.stream()
                        .collect(
                                Collectors.toMap(
                                        Journal.Journaled::journalName, Function.identity())));
        if (journal.size() > WORTH_COMPACTING) {
            journal.compact(services);
        }
        var ports = Ports.in(directory);
        ports.start("AWS_ENDPOINT_URL_SQS", sqs::start);
        ports.start("AWS_ENDPOINT_URL_SNS", sns::start);
        ports.start("AWS_ENDPOINT_URL_S3", s3::start);
        ports.start("AWS_ENDPOINT_URL_BATCH", batch::start);
        endpoints = new LinkedHashMap<>();
        endpoints.put("AWS_ENDPOINT_URL_S3", s3.endpoint());
        endpoints.put("AWS_ENDPOINT_URL_SQS", sqs.endpoint());
        endpoints.put("AWS_ENDPOINT_URL_SNS", sns.endpoint());
        endpoints.put("AWS_ENDPOINT_URL_BATCH", batch.endpoint());
        ports.keep(endpoints);
    }

    private void notify(NotificationTarget target, String body) {
        switch (target) {
            case NotificationTarget.Topic(var arn) ->
                    sns.publish(arn, "Amazon S3 Notification", body);
            case NotificationTarget.Queue(var arn) -> sqs.send(arn, body, Map.of());
        }
    }

    /** Where the services are, by the names of the SDK's variables. */
    public Map<String, URI> endpoints() {
        return Map.copyOf(endpoints);
    }

    /**
     * Whether nothing moves inside: no notification, delivery, job or event is under way. Queues
     * may hold messages.
     */
    public boolean isIdle() {
        return s3.isIdle() && sns.isIdle() && batch.isIdle();
    }

    /** A number that grows with whatever happens. */
    public long activity() {
        return journal.size();
    }

    /** Messages of a queue, in whatever state they are. */
    public long messages(String queue) {
        var depth = sqs.depth(queue);
        return (long) depth.visible() + depth.inFlight() + depth.delayed();
    }

    @Override
    public void close() throws IOException {
        s3.close();
        sns.close();
        batch.close();
        sqs.close();
        journal.close();
    }
}
