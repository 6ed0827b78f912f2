package io.spillway.local.monitoring;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.spillway.local.deploy.Clients;
import io.spillway.local.deploy.Deployment;
import io.spillway.local.function.EventSourceMapping;
import io.spillway.local.function.FunctionConfiguration;
import io.spillway.local.function.FunctionHost;
import io.spillway.local.history.HistoryDownload;
import io.spillway.local.twin.Twin;
import io.spillway.monitoring.history.HistoryFunction;
import io.spillway.monitoring.history.HistorySettings;
import io.spillway.monitoring.history.JobSize;
import io.spillway.monitoring.notify.NotifierFunction;
import io.spillway.monitoring.notify.NotifierSettings;
import io.spillway.monitoring.notify.Receiver;
import io.spillway.pipeline.definition.PipelineDefinition;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.pipeline.telemetry.Meter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The history writer, and the notifier if there is somebody to tell, each behind a queue of its own
 * that is subscribed to the phases topic. What is written is also copied into the run's state.
 */
public final class LocalMonitoring implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /** The least that Lambda gathers for, so that a run needn't wait for its end to be written. */
    private static final Duration GATHERED = Duration.ofSeconds(1);

    /** Long enough for failures of one cause to come together, short enough to sit and wait for. */
    private static final Duration NOTIFY_WINDOW = Duration.ofSeconds(10);

    private static final int MESSAGES_PER_INVOCATION = 1_000;
    private static final int MEMORY_MIB = 512;

    private final Twin twin;
    private final List<Consumer> consumers;

    /** A function and the name of its queue. */
    private record Consumer(String queue, FunctionHost host) {}

    private LocalMonitoring(Twin twin, List<Consumer> consumers) {
        this.twin = twin;
        this.consumers = List.copyOf(consumers);
    }

    /**
     * Starts both.
     *
     * @param webhook whom to tell
     * @param functionMemoryMib of the router
     * @param state directory of the run
     */
    public static LocalMonitoring start(
            Twin twin,
            Clients clients,
            Deployment deployment,
            PipelineDefinition definition,
            ObjectStore store,
            Optional<URI> webhook,
            int functionMemoryMib,
            Path state) {
        var work = deployment.places().workBucket();
        var history =
                new HistoryFunction(
                        new HistorySettings(work, functionMemoryMib, sizes(definition), Map.of()),
                        store,
                        Meter.NONE);
        RequestStreamHandler copying =
                (input, output, context) -> {
                    history.handleRequest(input, output, context);
                    HistoryDownload.into(state, store, work);
                };
        var starter = new Starter(clients, deployment, state);
        var consumers = new ArrayList<Consumer>();
        consumers.add(
                starter.start(
                        "history",
                        "{\"status\":[\"succeeded\",\"failed\",\"skipped\",\"stuck\",\"recovered\"]}",
                        TIMEOUT.multipliedBy(6),
                        copying));
        webhook.ifPresent(
                url ->
                        consumers.add(
                                starter.start(
                                        "notifier",
                                        "{\"status\":[\"failed\",\"stuck\",\"recovered\"]}",
                                        NOTIFY_WINDOW,
                                        notifier(url, store, work))));
        return new LocalMonitoring(twin, consumers);
    }

    private static NotifierFunction notifier(URI webhook, ObjectStore store, String work) {
        var settings =
                new NotifierSettings(
                        work, List.of(new Receiver.Webhook("webhook", webhook)), NOTIFY_WINDOW);
        return new NotifierFunction(
                settings,
                new NotifierFunction.Seams(
                        store,
                        (_, _, _) -> {
                            throw new IOException("There is no mail on this machine.");
                        }),
                Clock.systemUTC(),
                () -> UUID.randomUUID().toString(),
                new SecureRandom());
    }

    private static Map<String, JobSize> sizes(PipelineDefinition definition) {
        var sizes = new TreeMap<String, JobSize>();
        definition
                .phases()
                .forEach(
                        phase ->
                                phase.batch()
                                        .ifPresent(
                                                needs ->
                                                        sizes.put(
                                                                phase.name(),
                                                                new JobSize(
                                                                        needs.vcpu(),
                                                                        needs.memory().bytes()
                                                                                >> 20,
                                                                        needs.spot()))));
        return sizes;
    }

    private record Starter(Clients clients, Deployment deployment, Path state) {

        Consumer start(String role, String filter, Duration hidden, RequestStreamHandler handler) {
            var queue = deployment.pipeline() + "-" + role;
            var url =
                    SubscribedQueue.require(
                            clients, queue, deployment.phasesTopicArn(), filter, hidden);
            var host =
                    new FunctionHost(
                            handler,
                            new FunctionConfiguration(
                                    queue,
                                    TIMEOUT,
                                    MEMORY_MIB,
                                    List.of(
                                            new EventSourceMapping(
                                                    url, MESSAGES_PER_INVOCATION, GATHERED, 2)),
                                    state.resolve(role + ".log")),
                            clients.sqs());
            host.start();
            return new Consumer(queue, host);
        }
    }

    /**
     * Whether every end has been written and told. What a receiver doesn't take at five times, ten
     * seconds apart, is given up.
     */
    public boolean isIdle() {
        return consumers.stream()
                .allMatch(
                        consumer ->
                                twin.messages(consumer.queue()) == 0
                                        && consumer.host().inFlight() == 0);
    }

    @Override
    public void close() {
        consumers.forEach(consumer -> consumer.host().close());
    }
}
