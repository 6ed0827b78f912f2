package io.spillway.local.sns;

import io.spillway.local.sqs.AwsAccount;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * All topics of one account and their subscriptions. Changes are made one at a time and only in
 * {@link #apply}; looking takes no lock.
 */
final class Topics {

    private final NavigableMap<String, Topic> topics = new ConcurrentSkipListMap<>();
    private final NavigableMap<String, Subscription> subscriptions = new ConcurrentSkipListMap<>();

    /** The subscriptions of each topic. */
    private final Map<String, Map<String, Subscription>> byTopic = new ConcurrentHashMap<>();

    private final AwsAccount account;
    private final Consumer<SnsChange> journal;

    Topics(AwsAccount account, Consumer<SnsChange> journal) {
        this.account = account;
        this.journal = journal;
    }

    AwsAccount account() {
        return account;
    }

    private void record(SnsChange change) {
        journal.accept(change);
        apply(change);
    }

    /** Takes a change into the state, alike for one of now and for one read back. */
    void apply(SnsChange change) {
        switch (change) {
            case SnsChange.TopicSet(var topic) -> topics.put(topic.arn(), topic);
            case SnsChange.TopicDeleted(var arn) -> forget(arn);
            case SnsChange.SubscriptionSet(var subscription) -> put(subscription);
            case SnsChange.Unsubscribed(var arn) -> remove(subscriptions.remove(arn));
            case SnsChange.Published _, SnsChange.Settled _ ->
                    throw new IllegalArgumentException("%s is of no topic.".formatted(change));
        }
    }

    private void forget(String topicArn) {
        topics.remove(topicArn);
        of(topicArn).forEach(subscription -> subscriptions.remove(subscription.arn()));
        byTopic.remove(topicArn);
    }

    private void put(Subscription subscription) {
        subscriptions.put(subscription.arn(), subscription);
        byTopic.computeIfAbsent(subscription.topicArn(), _ -> new ConcurrentSkipListMap<>())
                .put(subscription.arn(), subscription);
    }

    private void remove(Subscription subscription) {
        if (subscription != null && byTopic.containsKey(subscription.topicArn())) {
            byTopic.get(subscription.topicArn()).remove(subscription.arn());
        }
    }

    /**
     * Makes a topic, unless it is there already like this.
     *
     * @throws SnsError if it is there with other attributes or tags
     */
    synchronized Topic create(
            String name, Map<String, String> attributes, Map<String, String> tags) {
        if (!name.matches("[A-Za-z0-9_-]{1,256}")) {
            throw SnsError.invalid(
                    "Topic Name",
                    "\"%s\" isn't 1 to 256 letters, digits, hyphens and underscores. FIFO topics (.fifo) aren't here."
                            .formatted(name));
        }
        var topic = new Topic(account.arn("sns", name), attributes, tags);
        var existing = topics.get(topic.arn());
        if (existing == null) {
            record(new SnsChange.TopicSet(topic));
            return topic;
        }
        if (!existing.attributes().entrySet().containsAll(topic.attributes().entrySet())) {
            throw SnsError.invalid("Attributes", "Topic already exists with different attributes");
        }
        if (!tags.isEmpty() && !existing.tags().equals(topic.tags())) {
            throw SnsError.invalid("Tags", "Topic already exists with different tags");
        }
        return existing;
    }

    /** A second call has no effect. */
    synchronized void delete(String arn) {
        if (topics.containsKey(arn)) {
            record(new SnsChange.TopicDeleted(arn));
        }
    }

    synchronized void setAttribute(String arn, String name, String value) {
        record(new SnsChange.TopicSet(require(arn).withAttribute(name, value)));
    }

    synchronized void tag(String arn, Map<String, String> added, Collection<String> removed) {
        var topic = requireResource(arn);
        var tags = new HashMap<>(topic.tags());
        tags.putAll(added);
        tags.keySet().removeAll(removed);
        record(new SnsChange.TopicSet(topic.withTags(tags)));
    }

    Optional<Topic> find(String arn) {
        return Optional.ofNullable(topics.get(arn));
    }

    /**
     * @throws SnsError if there is no such topic
     */
    Topic require(String arn) {
        return find(arn).orElseThrow(() -> SnsError.noTopic(arn));
    }

    /** {@link #require}, for operations on tags, whose error is another. */
    Topic requireResource(String arn) {
        return find(arn)
                .orElseThrow(
                        () ->
                                new SnsError(
                                        SnsError.Code.RESOURCE_NOT_FOUND,
                                        "Resource does not exist: %s.".formatted(arn)));
    }

    /** All of them by ARN. */
    NavigableMap<String, Topic> topics() {
        return Collections.unmodifiableNavigableMap(topics);
    }

    /**
     * Subscribes, unless it is so already.
     *
     * @throws SnsError if it is so with other attributes
     */
    synchronized Subscription subscribe(
            String topicArn,
            Protocol protocol,
            String endpoint,
            SubscriptionAttributes attributes) {
        require(topicArn);
        var existing = find(topicArn, protocol, endpoint);
        if (existing.isEmpty()) {
            var subscription = made(topicArn, protocol, endpoint, attributes);
            record(new SnsChange.SubscriptionSet(subscription));
            return subscription;
        }
        if (!existing.get().attributes().equals(attributes)) {
            throw SnsError.invalid(
                    "Attributes", "Subscription already exists with different attributes");
        }
        return existing.get();
    }

    private Optional<Subscription> find(String topicArn, Protocol protocol, String endpoint) {
        return of(topicArn).stream()
                .filter(one -> one.protocol() == protocol && one.endpoint().equals(endpoint))
                .findFirst();
    }

    private static Subscription made(
            String topicArn,
            Protocol protocol,
            String endpoint,
            SubscriptionAttributes attributes) {
        var token = UUID.randomUUID().toString().replace("-", "");
        return new Subscription(
                topicArn + ":" + UUID.randomUUID(),
                topicArn,
                protocol,
                endpoint,
                attributes,
                protocol.needsConfirmation() ? Optional.of(token) : Optional.empty());
    }

    /**
     * Lets a subscriber that has shown its token get messages from now on.
     *
     * @throws SnsError if the token is nobody's
     */
    synchronized Subscription confirm(String topicArn, String token) {
        require(topicArn);
        var pending =
                of(topicArn).stream()
                        .filter(one -> one.token().equals(Optional.of(token)))
                        .findFirst()
                        .orElseThrow(() -> SnsError.invalid("Token", "Invalid token"));
        record(new SnsChange.SubscriptionSet(pending.confirmed()));
        return pending.confirmed();
    }

    /** A second call has no effect. */
    synchronized void unsubscribe(String arn) {
        if (subscriptions.containsKey(arn)) {
            record(new SnsChange.Unsubscribed(arn));
        }
    }

    synchronized void setSubscriptionAttribute(String arn, String name, String value) {
        var subscription = requireSubscription(arn);
        record(
                new SnsChange.SubscriptionSet(
                        subscription.with(subscription.attributes().with(name, value))));
    }

    Optional<Subscription> findSubscription(String arn) {
        return Optional.ofNullable(subscriptions.get(arn));
    }

    /**
     * @throws SnsError if there is no such subscription
     */
    Subscription requireSubscription(String arn) {
        return findSubscription(arn).orElseThrow(() -> SnsError.noSubscription(arn));
    }

    /** All of them by ARN. */
    NavigableMap<String, Subscription> subscriptions() {
        return Collections.unmodifiableNavigableMap(subscriptions);
    }

    List<Subscription> of(String topicArn) {
        return new ArrayList<>(byTopic.getOrDefault(topicArn, Map.of()).values());
    }

    /** The fewest changes that lead here. */
    Stream<SnsChange> snapshot() {
        return Stream.concat(
                topics.values().stream().map(SnsChange.TopicSet::new),
                subscriptions.values().stream().map(SnsChange.SubscriptionSet::new));
    }
}
