package io.spillway.local.scale;

import java.util.List;

/**
 * A message as the queue hands it out.
 *
 * @param uploads that it tells of; none for what isn't the creation of an object
 * @param poison whether nobody can read it
 * @param received how often, this time included
 */
record Delivery(String messageId, String body, List<Upload> uploads, boolean poison, int received) {

    Delivery again() {
        return new Delivery(messageId, body, uploads, poison, received + 1);
    }
}
