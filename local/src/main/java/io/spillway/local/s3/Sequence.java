package io.spillway.local.s3;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Base64;

/**
 * Numbers that only grow, also over restarts and when the clock is set back: epoch seconds in the
 * upper 32 bits, a fraction of a second in the lower.
 */
final class Sequence {

    private final Clock clock;
    private long last;

    Sequence(Clock clock) {
        this.clock = clock;
    }

    /** A number greater than all before. */
    synchronized long next() {
        var now = clock.instant();
        var fraction = ((long) now.getNano() << 32) / 1_000_000_000L;
        last = Math.max(last + 1, now.getEpochSecond() << 32 | fraction);
        return last;
    }

    /** Takes note of a number that was drawn in an earlier life. */
    synchronized void passed(long number) {
        last = Math.max(last, number);
    }

    /** As the {@code sequencer} of events shows it: 18 upper-case hexadecimal digits. */
    static String sequencer(long number) {
        return "%018X".formatted(number);
    }

    /** An opaque text of 32 characters that is legal in a URL, such as S3's version ids. */
    static String opaque(String kind, long number) {
        try {
            var digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest((kind + number).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().encodeToString(digest).substring(0, 32).replace('-', '.');
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256.", e);
        }
    }
}
