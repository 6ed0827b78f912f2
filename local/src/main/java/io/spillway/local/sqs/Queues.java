package io.spillway.local.sqs;

import io.spillway.local.fault.Faults;
import io.spillway.local.journal.Journal;
import io.spillway.pipeline.json.JsonObject;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/** All queues of one account, by name. */
final class Queues {

    private final NavigableMap<String, Queue> byName = new ConcurrentSkipListMap<>();
    private final Environment environment;

    Queues(
            Journal journal,
            Journal.Journaled service,
            Faults faults,
            Clock clock,
            AwsAccount account) {
        environment =
                new Environment(
                        clock,
                        faults,
                        account,
                        change -> journal.append(service, ChangeJson.write(change)),
                        this::findByArn);
    }

    AwsAccount account() {
        return environment.account();
    }

    long now() {
        return environment.now();
    }

    /**
     * Makes a queue, unless it is there already with these very attributes.
     *
     * @throws SqsError if it is there with others
     */
    synchronized Queue create(
            String name, Map<String, String> attributes, Map<String, String> tags) {
        if (!name.matches("[A-Za-z0-9_-]{1,75}\\.fifo|[A-Za-z0-9_-]{1,80}")) {
            throw new SqsError(
                    SqsError.Code.INVALID_PARAMETER_VALUE,
                    "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length: \"%s\" isn't that."
                            .formatted(name));
        }
        var complete = QueueAttributes.of(attributes, name.endsWith(".fifo"));
        var existing = byName.get(name);
        if (existing != null) {
            return agreeing(existing, attributes);
        }
        checkDeadLetterTarget(complete);
        var created = new Change.Created(name, complete.values(), tags, environment.now());
        environment.journal().accept(created);
        apply(created);
        return byName.get(name);
    }

    private static Queue agreeing(Queue existing, Map<String, String> attributes) {
        existing.attributes()
                .disagreement(attributes)
                .ifPresent(
                        name -> {
                            throw new SqsError(
                                    SqsError.Code.QUEUE_NAME_EXISTS,
                                    "A queue already exists with the same name and a different value for attribute %s. Set the attribute, or choose another name."
                                            .formatted(name));
                        });
        return existing;
    }

    /** Refuses a redrive policy that points nowhere. */
    void checkDeadLetterTarget(QueueAttributes attributes) {
        attributes
                .redrive()
                .map(QueueAttributes.Redrive::deadLetterTargetArn)
                .filter(arn -> findByArn(arn).isEmpty())
                .ifPresent(
                        arn -> {
                            throw SqsError.invalidValue(
                                    attributes.values().get("RedrivePolicy"),
                                    "RedrivePolicy",
                                    "Dead letter target does not exist: %s. Create it first."
                                            .formatted(arn));
                        });
    }

    synchronized void delete(Queue queue) {
        queue.end();
        byName.remove(queue.name());
    }

    Queue require(String name) {
        return Optional.ofNullable(byName.get(name)).orElseThrow(() -> new QueueDoesNotExist(name));
    }

    Optional<Queue> findByArn(String arn) {
        var prefix = environment.arn("");
        return arn.startsWith(prefix)
                ? Optional.ofNullable(byName.get(arn.substring(prefix.length())))
                : Optional.empty();
    }

    /** Those whose name starts so, in alphabetical order. */
    List<Queue> startingWith(String prefix) {
        return byName.tailMap(prefix).values().stream()
                .takeWhile(queue -> queue.name().startsWith(prefix))
                .toList();
    }

    /** Those that give messages up to this one. */
    List<Queue> sourcesOf(Queue deadLetterQueue) {
        return byName.values().stream()
                .filter(
                        queue ->
                                queue.attributes()
                                        .redrive()
                                        .filter(
                                                redrive ->
                                                        redrive.deadLetterTargetArn()
                                                                .equals(deadLetterQueue.arn()))
                                        .isPresent())
                .toList();
    }

    void apply(JsonObject json) {
        apply(ChangeJson.read(json));
    }

    private void apply(Change change) {
        switch (change) {
            case Change.Created created ->
                    byName.put(created.queue(), new Queue(environment, created));
            case Change.Deleted(var name) -> byName.remove(name);
            case Change.Configured _,
                    Change.Tagged _,
                    Change.Sent _,
                    Change.Received _,
                    Change.Removed _,
                    Change.Moved _,
                    Change.Purged _,
                    Change.Remembered _ ->
                    Optional.ofNullable(byName.get(change.queue()))
                            .ifPresent(queue -> queue.replay(change));
        }
    }

    Stream<JsonObject> snapshot() {
        return byName.values().stream().flatMap(Queue::snapshot).map(ChangeJson::write);
    }
}
