package io.spillway.router;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A dead-letter queue in memory, into which tests put what was given up. */
public final class MemoryDeadLetters implements DeadLetterQueue {

    private final List<Letter> letters = new ArrayList<>();

    /** Gives a message up. */
    public synchronized void giveUp(String messageId, String body, Instant sent) {
        letters.add(new Letter(messageId, body, sent));
    }

    @Override
    public synchronized List<Letter> look(int most) {
        return letters.stream().limit(most).toList();
    }

    @Override
    public String arn() {
        return "arn:aws:sqs:eu-west-1:123456789012:dev-p-intake-dead-letters";
    }
}
