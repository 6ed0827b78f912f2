package io.spillway.local.sns;

import java.util.Locale;

/** The ways in which a subscriber can be reached here; AWS has more. */
enum Protocol {
    SQS,
    HTTP,
    HTTPS;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws SnsError if there is no such protocol, here or at all
     */
    static Protocol of(String text) {
        for (var protocol : values()) {
            if (protocol.text().equals(text)) {
                return protocol;
            }
        }
        throw SnsError.invalid(
                "Protocol",
                "This stand-in delivers to sqs, http and https, not to %s.".formatted(text));
    }

    /** Whether a subscriber has to agree before it gets anything. */
    boolean needsConfirmation() {
        return this != SQS;
    }
}
