package io.spillway.monitoring.notify;

import java.util.Optional;

/**
 * The command that runs failed work again, to be pasted into a shell: nothing in a key means
 * anything there.
 */
final class ReplayCommand {

    private static final String REPLAY = "./spillway replay ";

    private ReplayCommand() {}

    /**
     * By the object and phase, where a person can read them; else by the work item's id. Empty if
     * there is neither.
     */
    static Optional<String> of(Alert alert) {
        var object = alert.subject().toString();
        if (!Shown.isHarmless(object)) {
            return alert.item().map(item -> REPLAY + "--item " + quoted(item));
        }
        var phase = alert.phase().map(name -> " --phase " + quoted(name)).orElse("");
        return Optional.of(REPLAY + quoted(object) + phase);
    }

    /** For all failures of a kind. */
    static String ofKind(String kind) {
        return REPLAY + "--failed --kind " + quoted(kind);
    }

    /** One word of a POSIX shell. */
    static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:=@%+,-]+")
                ? word
                : "'" + word.replace("'", "'\\''") + "'";
    }
}
