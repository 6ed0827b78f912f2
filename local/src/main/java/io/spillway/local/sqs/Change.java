package io.spillway.local.sqs;

import java.util.List;
import java.util.Map;

/**
 * One thing that happened to a queue and outlives the process: a line of the journal. What isn't
 * here is forgotten when the process ends: which messages are in flight, and running move tasks.
 */
sealed interface Change {

    /** The queue's name. */
    String queue();

    /**
     * @param at milliseconds since 1970
     */
    record Created(String queue, Map<String, String> attributes, Map<String, String> tags, long at)
            implements Change {}

    record Deleted(String queue) implements Change {}

    /** The attributes as they now all are. */
    record Configured(String queue, Map<String, String> attributes, long at) implements Change {}

    /** The tags as they now all are. */
    record Tagged(String queue, Map<String, String> tags) implements Change {}

    record Sent(String queue, List<Message> messages) implements Change {}

    record Received(String queue, List<Count> counts) implements Change {}

    record Removed(String queue, List<Long> numbers) implements Change {}

    /**
     * Messages left this queue for another, where they have new numbers.
     *
     * @param counts of the messages at their new place
     */
    record Moved(
            String queue, List<Long> numbers, String to, List<Message> messages, List<Count> counts)
            implements Change {}

    record Purged(String queue) implements Change {}

    /** The deduplication ids that a FIFO queue remembers. */
    record Remembered(String queue, List<Deduplication.Sent> sent) implements Change {}

    /**
     * How often a message has been received in all.
     *
     * @param firstAt milliseconds since 1970
     */
    record Count(long number, int receives, long firstAt) {}
}
