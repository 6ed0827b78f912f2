package io.spillway.local.scale;

import io.spillway.pipeline.event.CloudEvent;
import io.spillway.pipeline.event.Events;
import io.spillway.pipeline.event.Notice;
import io.spillway.pipeline.event.PhaseEvent;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Holds every published event against what the upload is: one ending for each, and the right one.
 * Safe for use by many threads.
 */
final class Tally implements Events {

    /** What the tally expects of a kind of upload. */
    @FunctionalInterface
    interface Expectation {
        String ending(Upload.Kind kind);
    }

    private final Uploads uploads;
    private final Expectation expectation;
    private final Violations violations;
    private final BitSet ended = new BitSet();
    private final Map<Upload.Kind, Integer> endings = new EnumMap<>(Upload.Kind.class);
    private long toldAgain;
    private long lastEnded;

    Tally(Uploads uploads, Expectation expectation, Violations violations) {
        this.uploads = uploads;
        this.expectation = expectation;
        this.violations = violations;
    }

    @Override
    public void publish(List<? extends CloudEvent> events) {
        for (var event : events) {
            switch (event) {
                case PhaseEvent told -> count(told);
                case Notice notice -> violations.add("Nothing was amiss, and told was " + notice);
            }
        }
    }

    private void count(PhaseEvent event) {
        var key = event.item().upload().object().key();
        var upload = uploads.under(key);
        if (upload.isEmpty()) {
            violations.add("Event %s is about \"%s\", which nobody put.".formatted(event, key));
            return;
        }
        var kind = upload.get().kind();
        var told = event.route().word() + " " + event.status();
        if (told.equals(expectation.ending(kind))) {
            end(upload.get());
        } else if (event.happening().isTerminal()) {
            violations.add(
                    "%s s3://%s/%s ended %s, not %s: %s"
                            .formatted(
                                    kind,
                                    Upload.BUCKET,
                                    key,
                                    told,
                                    expectation.ending(kind),
                                    event.happening()));
        }
    }

    private synchronized void end(Upload upload) {
        if (ended.get(upload.number())) {
            toldAgain++;
        } else {
            ended.set(upload.number());
            lastEnded = System.nanoTime();
            endings.merge(upload.kind(), 1, Integer::sum);
        }
    }

    /** Uploads whose ending was published. */
    synchronized int ended() {
        return ended.cardinality();
    }

    /** When the last ending was published, in nanoseconds of {@link System#nanoTime}. */
    synchronized long lastEnded() {
        return lastEnded;
    }

    /** Endings by kind of upload. */
    synchronized Map<Upload.Kind, Integer> endings() {
        return Map.copyOf(endings);
    }

    /** Endings that were published more than once. */
    synchronized long toldAgain() {
        return toldAgain;
    }
}
