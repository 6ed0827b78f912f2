package io.spillway.local.sqs;

import io.spillway.local.fault.Faults;
import io.spillway.local.http.LoopbackServer;
import io.spillway.local.journal.Journal;
import io.spillway.pipeline.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * A stand-in for Amazon SQS on 127.0.0.1 that forgets nothing when it is killed, but for which
 * messages were in flight: those are visible again at the next start.
 *
 * <p>Replay the journal before {@link #start}. The methods that deliver and look are for the other
 * stand-ins and work without a server too.
 */
public final class LocalSqs implements AutoCloseable, Journal.Journaled {

    private final Queues queues;
    private final SqsHandler handler;
    private LoopbackServer server;

    public LocalSqs(Journal journal, Faults faults, Clock clock) {
        this(journal, faults, clock, AwsAccount.LOCAL);
    }

    public LocalSqs(Journal journal, Faults faults, Clock clock, AwsAccount account) {
        queues = new Queues(journal, this, faults, clock, account);
        handler = new SqsHandler(queues, faults, this::endpoint);
    }

    /**
     * Starts serving.
     *
     * @param port 0 for a free one
     * @throws IOException if the port is taken
     */
    public void start(int port) throws IOException {
        server = LoopbackServer.start(port, handler::handle);
    }

    /** {@code http://127.0.0.1:port}; known after {@link #start}. */
    public URI endpoint() {
        if (server == null) {
            throw new IllegalStateException("The SQS stand-in has no endpoint before its start.");
        }
        return server.endpoint();
    }

    public AwsAccount account() {
        return queues.account();
    }

    /**
     * Puts a message into a queue. When this returns, it outlives the process.
     *
     * @throws QueueDoesNotExist if there is no such queue
     * @throws SqsError if the queue refuses the message: too large, characters outside XML 1.0
     */
    public void send(String queueArnOrName, String body, Map<String, MessageAttribute> attributes) {
        send(queueArnOrName, body, attributes, Optional.empty());
    }

    /** {@link #send(String, String, Map)}, with the message group as a fairness hint. */
    public void send(
            String queueArnOrName,
            String body,
            Map<String, MessageAttribute> attributes,
            Optional<String> groupId) {
        var draft = Draft.of(body, attributes, groupId);
        find(queueArnOrName).send(new Sending.Request(draft, OptionalLong.empty()));
    }

    /**
     * @throws QueueDoesNotExist if there is no such queue
     */
    public QueueDepth depth(String queueArnOrName) {
        return find(queueArnOrName).depth();
    }

    private Queue find(String arnOrName) {
        return queues.findByArn(arnOrName).orElseGet(() -> queues.require(arnOrName));
    }

    @Override
    public String journalName() {
        return "sqs";
    }

    @Override
    public void apply(JsonObject change) {
        queues.apply(change);
    }

    @Override
    public Stream<JsonObject> snapshot() {
        return queues.snapshot();
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }
}
