package io.spillway.local.simulation;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What can strike at a {@link Point}. */
enum Fault {
    /** The host dies before the effect. Nothing further of it happens. */
    CRASH_BEFORE,
    /** The host dies after the effect. */
    CRASH_AFTER,
    /** The effect happens and the caller is told that it failed. */
    LOST_ANSWER,
    /** The effect doesn't happen and the caller is told so. */
    ERROR,
    /** The service refuses this call and all others of three seconds. */
    THROTTLE,
    /**
     * The host stands still until its leases are over and others have taken its work, and goes on.
     */
    FREEZE,
    /** Two hosts get the message in the same moment. */
    DUPLICATE,
    /** Another host gets the message again a minute later, even if it was acknowledged since. */
    DUPLICATE_LATER,
    /** The message comes ten minutes late, after those sent behind it. */
    DELAY,
    /** The acknowledgement is lost: the message comes again. */
    LOST_ACKNOWLEDGEMENT;

    static final Set<Fault> AT_READS = EnumSet.of(CRASH_BEFORE, ERROR, THROTTLE, FREEZE);
    static final Set<Fault> AT_WRITES =
            EnumSet.of(CRASH_BEFORE, CRASH_AFTER, LOST_ANSWER, ERROR, THROTTLE, FREEZE);
    static final Set<Fault> AT_DELIVERIES = EnumSet.of(DUPLICATE, DUPLICATE_LATER, DELAY);
    static final Set<Fault> AT_ACKNOWLEDGEMENTS = EnumSet.of(LOST_ACKNOWLEDGEMENT);

    /** Whether it leaves a host unable to clean up, by its death or because it was not served. */
    boolean hindersCleaningUp() {
        return switch (this) {
            case CRASH_BEFORE, CRASH_AFTER, LOST_ANSWER, ERROR, THROTTLE -> true;
            case FREEZE, DUPLICATE, DUPLICATE_LATER, DELAY, LOST_ACKNOWLEDGEMENT -> false;
        };
    }

    /** As it stands in reports: {@code crash-before}. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Fault ofWord(String word) {
        return Arrays.stream(values())
                .filter(fault -> fault.word().equals(word))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "Unknown fault \"%s\": expected one of %s."
                                                .formatted(
                                                        word,
                                                        Arrays.stream(values())
                                                                .map(Fault::word)
                                                                .toList())));
    }
}
