package io.spillway.local.view;

import java.time.Instant;
import java.util.List;

/**
 * What is known of one upload at a moment.
 *
 * @param phase the one to look at: of a running work item, else of a waiting one, else of the last
 *     that ended
 * @param route of the same work item; empty before any event
 * @param running work items of which an attempt has begun, those that tell how far they are first
 * @param waiting how many work items wait for a Batch job to start
 * @param ended how many work items have ended
 * @param lastChange when something was last heard of it
 */
record UploadRow(
        String key,
        long bytes,
        String phase,
        String route,
        Status status,
        List<ActiveItem> running,
        int waiting,
        int ended,
        Instant lastChange) {

    /** How an upload stands. */
    enum Status {
        DROPPED("uploaded"),
        WAITING("waiting"),
        RUNNING("running"),
        /** Nothing is under way and nothing went wrong. */
        DONE("done"),
        IGNORED("ignored"),
        REFUSED("refused"),
        FAILED("failed");

        private final String word;

        Status(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    UploadRow {
        running = List.copyOf(running);
    }

    /** Whether work is known to be left. */
    boolean isActive() {
        return switch (status) {
            case DROPPED, WAITING, RUNNING -> true;
            case DONE, IGNORED, REFUSED, FAILED -> false;
        };
    }
}
