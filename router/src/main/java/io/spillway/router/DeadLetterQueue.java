package io.spillway.router;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** The seam to a queue of messages that were given up. */
public interface DeadLetterQueue {

    /**
     * A message that was given up.
     *
     * @param sent when it was sent first, before it was given up
     */
    record Letter(String messageId, String body, Instant sent) {}

    /**
     * Looks at messages and leaves them where they are.
     *
     * @param most positive
     * @return at most so many, in no order. Whoever looks again soon may see others
     * @throws IOException if the queue can't be reached
     */
    List<Letter> look(int most) throws IOException;

    /**
     * The queue's ARN, by which its messages are sent back.
     *
     * @throws IOException if the queue can't be reached
     */
    String arn() throws IOException;
}
