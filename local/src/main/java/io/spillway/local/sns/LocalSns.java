package io.spillway.local.sns;

import io.spillway.local.fault.Faults;
import io.spillway.local.http.LoopbackServer;
import io.spillway.local.journal.Journal;
import io.spillway.local.sqs.LocalSqs;
import io.spillway.pipeline.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A stand-in for Amazon SNS on 127.0.0.1, in the account of the SQS stand-in it delivers to. A kill
 * loses no message it took: what may not have been delivered is delivered again at the next start.
 *
 * <p>Replay the journal before {@link #start}.
 */
public final class LocalSns implements AutoCloseable, Journal.Journaled {

    private final Topics topics;
    private final Deliveries deliveries;
    private final Publisher publisher;
    private final Courier courier;
    private final SnsHandler handler;
    private LoopbackServer server;

    public LocalSns(Journal journal, Faults faults, Clock clock, LocalSqs queues) {
        topics = new Topics(queues.account(), change -> write(journal, change));
        courier = new Courier(queues, this::service);
        deliveries =
                new Deliveries(
                        change -> write(journal, change),
                        topics::findSubscription,
                        courier,
                        faults);
        publisher = new Publisher(topics, deliveries, clock);
        handler = new SnsHandler(topics, publisher, faults);
    }

    private void write(Journal journal, SnsChange change) {
        journal.append(this, SnsChangeJson.write(change));
    }

    /**
     * Starts serving, and begins again the deliveries that were pending when the process ended.
     *
     * @param port 0 for a free one
     * @throws IOException if the port is taken
     */
    public void start(int port) throws IOException {
        server = LoopbackServer.start(port, handler::handle);
        deliveries.resume();
    }

    /** {@code http://127.0.0.1:port}; known after {@link #start}. */
    public URI endpoint() {
        if (server == null) {
            throw new IllegalStateException("The SNS stand-in has no endpoint before its start.");
        }
        return server.endpoint();
    }

    /** Where the links in notifications lead: AWS's own address while there is no server. */
    private String service() {
        return server == null
                ? "https://sns.%s.amazonaws.com".formatted(topics.account().region())
                : server.endpoint().toString();
    }

    /**
     * Publishes a message. When this returns, it outlives the process, and the queues that want it
     * have it.
     *
     * @throws SnsError if there is no such topic, or it refuses the message
     */
    public void publish(String topicArn, String subject, String message) {
        publisher.publish(
                topicArn, SnsMessage.plain(Optional.of(subject), message), Optional.empty());
    }

    /** Whether no delivery is pending. */
    public boolean isIdle() {
        return deliveries.isIdle();
    }

    @Override
    public String journalName() {
        return "sns";
    }

    @Override
    public void apply(JsonObject change) {
        switch (SnsChangeJson.read(change)) {
            case SnsChange.Published published -> deliveries.apply(published);
            case SnsChange.Settled settled -> deliveries.apply(settled);
            case SnsChange other -> topics.apply(other);
        }
    }

    @Override
    public Stream<JsonObject> snapshot() {
        return Stream.concat(topics.snapshot(), deliveries.snapshot()).map(SnsChangeJson::write);
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
        deliveries.close();
        courier.close();
    }
}
