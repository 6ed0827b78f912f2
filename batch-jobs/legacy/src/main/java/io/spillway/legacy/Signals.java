package io.spillway.legacy;

import java.util.Map;
import java.util.Optional;

/** The names of signals that end programs. */
final class Signals {

    /** Added to a signal's number in the exit status of a program that it killed. */
    static final int STATUS_BASE = 128;

    /** Source: POSIX {@code signal.h} and Linux signal(7), x86 and ARM. */
    private static final Map<Integer, String> NAMES =
            Map.ofEntries(
                    Map.entry(1, "SIGHUP"),
                    Map.entry(2, "SIGINT"),
                    Map.entry(3, "SIGQUIT"),
                    Map.entry(4, "SIGILL"),
                    Map.entry(6, "SIGABRT"),
                    Map.entry(7, "SIGBUS"),
                    Map.entry(8, "SIGFPE"),
                    Map.entry(9, "SIGKILL"),
                    Map.entry(11, "SIGSEGV"),
                    Map.entry(13, "SIGPIPE"),
                    Map.entry(14, "SIGALRM"),
                    Map.entry(15, "SIGTERM"),
                    Map.entry(24, "SIGXCPU"),
                    Map.entry(25, "SIGXFSZ"));

    private Signals() {}

    /** The signal that killed a program with this exit status, as far as that can be told. */
    static Optional<String> behind(int status) {
        return Optional.ofNullable(NAMES.get(status - STATUS_BASE));
    }
}
