package io.spillway.local.replay;

import io.spillway.aws.S3ObjectStore;
import io.spillway.local.stack.Services;
import io.spillway.local.stack.Stack;
import io.spillway.pipeline.attempt.Parallel;
import io.spillway.pipeline.attempt.Places;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.ledger.Entry;
import io.spillway.pipeline.ledger.ObjectLedger;
import io.spillway.pipeline.ledger.State;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.store.VersionPage;
import io.spillway.pipeline.work.Failure;
import io.spillway.pipeline.work.Replays;
import io.spillway.pipeline.work.WorkItem;
import io.spillway.router.intake.ReconcileMessages;
import io.spillway.router.intake.ReplayMessages;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * Has work of a deployed pipeline done once more. Asking twice for the same, or two persons at
 * once, has the effect of asking once.
 */
public final class Replay {

    /** Source: Amazon SQS API, {@code SendMessageBatch}. */
    private static final int MOST_PER_REQUEST = 10;

    private static final String DEFINITIONS = "definitions/";

    private final Stack stack;
    private final Services services;
    private final ObjectStore store;
    private final ObjectLedger ledger;

    public Replay(Stack stack, Services services) {
        this.stack = stack;
        this.services = services;
        this.store = new S3ObjectStore(services.s3());
        this.ledger = new ObjectLedger(store, stack.places().workBucket(), Places.LEDGER_PREFIX);
    }

    /**
     * A work item, or its newest repetition; empty if there is none.
     *
     * @param id of the work item or of any repetition of it
     */
    public Optional<Candidate> item(String id) throws IOException {
        var newest = Replays.original(id);
        for (var next = Replays.idAfter(newest);
                ledger.isKnown(next);
                next = Replays.idAfter(next)) {
            newest = next;
        }
        return ended(newest).map(Candidate::new);
    }

    /** The entry that says how it ended, else its newest. */
    private Optional<Entry> ended(String id) throws IOException {
        var newest = ledger.newest(id);
        return newest.isPresent() && newest.get().state() instanceof State.Announced
                ? ledger.history(id).reversed().stream().skip(1).findFirst()
                : newest;
    }

    /**
     * The work items that read an object's current version; none if the pipeline never heard of it.
     *
     * @param phase only of this one
     */
    public List<Candidate> object(ObjectVersion object, Optional<String> phase) throws IOException {
        var revision = object.versionId().orElse(object.etag());
        var candidates = new ArrayList<Candidate>();
        var wanted = phase.isPresent() ? List.of(phase.get()) : List.copyOf(phases());
        for (var each : wanted) {
            item(WorkItem.idOf(stack.pipeline(), each, object, revision))
                    .ifPresent(candidates::add);
        }
        return candidates;
    }

    /** The current version of an object; empty if there is none. */
    public Optional<ObjectVersion> current(ObjectLocation location) throws IOException {
        return store.head(location).map(facts -> facts.version());
    }

    /** Whether it is one that a person dropped. */
    public boolean isDropped(ObjectVersion object) {
        return object.bucket().equals(stack.dropBucket());
    }

    /** Of all definitions that were ever in force, and what has none. */
    private TreeSet<String> phases() throws IOException {
        var names = new TreeSet<String>(List.of(WorkItem.INTAKE));
        try (var keys = store.list(stack.places().workBucket(), DEFINITIONS, "")) {
            for (var key : (Iterable<ObjectLocation>) keys::iterator) {
                var definition = Json.readObject(store.get(key).orElseThrow());
                names.addAll(definition.requireObject("phases").members().keySet());
            }
        }
        return names;
    }

    /**
     * What failed and was not repeated since, the oldest first. Lists the whole ledger, 1,000
     * entries to a request, and reads each work item that changed in the time.
     *
     * @param since when it may have failed at the earliest
     * @param kind only of this kind; absent for every
     */
    public List<Candidate> failed(Instant since, Optional<Failure.Kind> kind) throws IOException {
        var changed = new ArrayList<String>();
        var known = new HashSet<String>();
        Optional<VersionPage.Marker> after = Optional.empty();
        do {
            var page = store.versions(stack.places().workBucket(), Places.LEDGER_PREFIX, after);
            for (var listed : page.versions()) {
                var id = listed.version().key().split("/")[1];
                if (known.add(id) && !listed.lastModified().isBefore(since)) {
                    changed.add(id);
                }
            }
            after = page.next();
        } while (after.isPresent());
        return Parallel.map(
                        changed.stream()
                                .filter(id -> !known.contains(Replays.idAfter(id)))
                                .toList(),
                        this::ended)
                .stream()
                .flatMap(Optional::stream)
                .filter(entry -> isOf(kind, entry.state()))
                .sorted(Comparator.comparing(Entry::at))
                .map(Candidate::new)
                .toList();
    }

    private static boolean isOf(Optional<Failure.Kind> kind, State state) {
        return state instanceof State.Failed(var failure, var _)
                && (kind.isEmpty() || kind.get() == failure.kind());
    }

    /**
     * Asks the router for repetitions.
     *
     * @param again whether also of what did not fail
     * @throws IOException if it could not be asked for all; asking again is right
     */
    public void send(List<Candidate> candidates, boolean again) throws IOException {
        send(
                candidates.stream()
                        .map(candidate -> ReplayMessages.write(candidate.item().id(), again))
                        .toList());
    }

    /** Tells the router of an upload that it never heard of. */
    public void sendUpload(ObjectVersion object) throws IOException {
        send(List.of(ReconcileMessages.upload(object)));
    }

    private void send(List<String> bodies) throws IOException {
        for (int first = 0; first < bodies.size(); first += MOST_PER_REQUEST) {
            sendTogether(bodies.subList(first, Math.min(bodies.size(), first + MOST_PER_REQUEST)));
        }
    }

    private void sendTogether(List<String> bodies) throws IOException {
        var entries =
                IntStream.range(0, bodies.size())
                        .mapToObj(
                                i ->
                                        SendMessageBatchRequestEntry.builder()
                                                .id(Integer.toString(i))
                                                .messageBody(bodies.get(i))
                                                .build())
                        .toList();
        try {
            var answer =
                    services.sqs()
                            .sendMessageBatch(
                                    send -> send.queueUrl(stack.intakeQueueUrl()).entries(entries));
            if (!answer.failed().isEmpty()) {
                throw new IOException(
                        "Asking for %d of %d failed: %s. Run the command again."
                                .formatted(
                                        answer.failed().size(),
                                        bodies.size(),
                                        answer.failed().getFirst().message()));
            }
        } catch (SdkException e) {
            throw new IOException(
                    "Cannot send to %s: %s".formatted(stack.intakeQueueUrl(), e.getMessage()), e);
        }
    }

    /**
     * Moves the messages of the dead-letter queues back to where they came from.
     *
     * @throws IOException if it can't be begun for one of them
     */
    public void redriveDeadLetters() throws IOException {
        for (var arn : stack.deadLetterQueueArns()) {
            try {
                services.sqs().startMessageMoveTask(move -> move.sourceArn(arn));
            } catch (SdkException e) {
                throw new IOException(
                        "Cannot move the messages of %s: %s".formatted(arn, e.getMessage()), e);
            }
        }
    }
}
