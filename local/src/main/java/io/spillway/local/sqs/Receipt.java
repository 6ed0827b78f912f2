package io.spillway.local.sqs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;

/**
 * What one receive of a message entitles to: to delete it, to change its visibility. The next
 * receive of the same message supersedes it.
 *
 * @param receives which receive of the message this was, from 1
 */
record Receipt(String queue, long number, int receives) {

    String handle() {
        return Base64.getUrlEncoder()
                .encodeToString("%s %d %d".formatted(queue, number, receives).getBytes(UTF_8));
    }

    /**
     * @throws SqsError if the handle isn't one of this queue's
     */
    static Receipt of(String handle, String queue) {
        try {
            var parts = new String(Base64.getUrlDecoder().decode(handle), UTF_8).split(" ");
            if (parts.length == 3 && parts[0].equals(queue)) {
                return new Receipt(queue, Long.parseLong(parts[1]), Integer.parseInt(parts[2]));
            }
        } catch (IllegalArgumentException _) {
            // not Base64, or no number where there has to be one: the same refusal as below
        }
        throw SqsError.invalidReceipt(handle);
    }
}
