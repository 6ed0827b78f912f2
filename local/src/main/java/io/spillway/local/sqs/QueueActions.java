package io.spillway.local.sqs;

import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.json.JsonValue;
import io.spillway.pipeline.json.Position;
import java.net.URI;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The operations on queues as such. */
final class QueueActions {

    /** Source: Amazon SQS API Reference, "ListQueues". */
    private static final int MOST_LISTED = 1_000;

    private static final JsonObject NOTHING = JsonObject.of().build();

    private final Queues queues;
    private final Supplier<URI> endpoint;

    QueueActions(Queues queues, Supplier<URI> endpoint) {
        this.queues = queues;
        this.endpoint = endpoint;
    }

    Map<String, SqsHandler.Action> byName() {
        return Map.ofEntries(
                Map.entry("CreateQueue", this::create),
                Map.entry("DeleteQueue", this::delete),
                Map.entry("GetQueueAttributes", this::getAttributes),
                Map.entry("GetQueueUrl", this::getUrl),
                Map.entry("ListDeadLetterSourceQueues", this::listSources),
                Map.entry("ListQueues", this::list),
                Map.entry("ListQueueTags", this::listTags),
                Map.entry("PurgeQueue", this::purge),
                Map.entry("SetQueueAttributes", this::setAttributes),
                Map.entry("TagQueue", this::tag),
                Map.entry("UntagQueue", this::untag));
    }

    private Queue queue(Request request) {
        return queues.require(request.queueName(queues.account()));
    }

    private String url(Queue queue) {
        return "%s/%s/%s".formatted(endpoint.get(), queues.account().id(), queue.name());
    }

    private JsonObject create(Request request) {
        var queue =
                queues.create(
                        request.text("QueueName"), request.map("Attributes"), request.map("tags"));
        return JsonObject.of().put("QueueUrl", url(queue)).build();
    }

    private JsonObject delete(Request request) {
        queues.delete(queue(request));
        return NOTHING;
    }

    private JsonObject getUrl(Request request) {
        var name = request.text("QueueName");
        var owner = request.optionalText("QueueOwnerAWSAccountId");
        if (owner.filter(id -> !id.equals(queues.account().id())).isPresent()) {
            throw new QueueDoesNotExist(name + " of account " + owner.get());
        }
        return JsonObject.of().put("QueueUrl", url(queues.require(name))).build();
    }

    private JsonObject list(Request request) {
        var found = queues.startingWith(request.optionalText("QueueNamePrefix").orElse(""));
        return page(request, found, "QueueUrls");
    }

    private JsonObject listSources(Request request) {
        return page(request, queues.sourcesOf(queue(request)), "queueUrls");
    }

    /** The queues after the one that the token names. */
    private JsonObject page(Request request, List<Queue> found, String member) {
        long most = request.number("MaxResults", 1, MOST_LISTED).orElse(MOST_LISTED);
        var after = request.optionalText("NextToken").orElse("");
        var rest = found.stream().filter(queue -> queue.name().compareTo(after) > 0).toList();
        var page = rest.stream().limit(most).toList();
        var answer = JsonObject.of().put(member, page.stream().map(q -> text(url(q))).toList());
        if (rest.size() > page.size()) {
            answer.put("NextToken", page.getLast().name());
        }
        return answer.build();
    }

    private static JsonValue text(String value) {
        return new JsonValue.Text(Position.NONE, value);
    }

    private JsonObject getAttributes(Request request) {
        var queue = queue(request);
        var all = attributes(queue);
        var answer = JsonObject.of();
        for (var name : request.texts("AttributeNames")) {
            if (name.equals("All")) {
                return attributesAnswer(all);
            }
            if (!all.containsKey(name)) {
                QueueAttributes.requireKnown(name);
                continue;
            }
            answer.put(name, all.get(name));
        }
        return JsonObject.of().put("Attributes", answer).build();
    }

    private static JsonObject attributesAnswer(Map<String, String> attributes) {
        var answer = JsonObject.of();
        attributes.forEach(answer::put);
        return JsonObject.of().put("Attributes", answer).build();
    }

    private static Map<String, String> attributes(Queue queue) {
        var depth = queue.depth();
        var attributes = new LinkedHashMap<>(queue.attributes().values());
        attributes.put("QueueArn", queue.arn());
        attributes.put("ApproximateNumberOfMessages", Integer.toString(depth.visible()));
        attributes.put("ApproximateNumberOfMessagesNotVisible", Integer.toString(depth.inFlight()));
        attributes.put("ApproximateNumberOfMessagesDelayed", Integer.toString(depth.delayed()));
        attributes.put("CreatedTimestamp", Long.toString(queue.createdAt() / 1_000));
        attributes.put("LastModifiedTimestamp", Long.toString(queue.configuredAt() / 1_000));
        return attributes;
    }

    private JsonObject setAttributes(Request request) {
        var queue = queue(request);
        var given = request.map("Attributes");
        queues.checkDeadLetterTarget(queue.attributes().with(given, queue.attributes().isFifo()));
        queue.configure(given);
        return NOTHING;
    }

    private JsonObject purge(Request request) {
        queue(request).purge();
        return NOTHING;
    }

    private JsonObject tag(Request request) {
        var added = request.map("Tags");
        queue(request)
                .tag(
                        tags -> {
                            var merged = new HashMap<>(tags);
                            merged.putAll(added);
                            return merged;
                        });
        return NOTHING;
    }

    private JsonObject untag(Request request) {
        var keys = request.texts("TagKeys");
        queue(request)
                .tag(
                        tags -> {
                            var left = new HashMap<>(tags);
                            left.keySet().removeAll(keys);
                            return left;
                        });
        return NOTHING;
    }

    private JsonObject listTags(Request request) {
        var tags = JsonObject.of();
        queue(request).tags().forEach(tags::put);
        return JsonObject.of().put("Tags", tags).build();
    }
}
