package io.spillway.local.cli;

import io.spillway.local.view.Style;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;

/**
 * Where a command writes, and what can be shown there.
 *
 * @param out in the terminal's encoding
 * @param json in UTF-8, to the same place as {@code out}
 * @param terminal whether {@code out} is one
 * @param environment variables of the process
 */
record Console(
        PrintStream out,
        PrintStream json,
        PrintStream err,
        Style style,
        Style errorStyle,
        boolean terminal,
        Map<String, String> environment,
        Clock clock) {

    /**
     * Set by the launcher, which asks the shell: whether standard output and error are terminals.
     */
    static final String OUT_IS_TERMINAL = "spillway.terminal.out";

    static final String ERR_IS_TERMINAL = "spillway.terminal.err";

    /** Of this process. */
    static Console ofProcess() {
        var environment = System.getenv();
        var outIsTerminal = Boolean.getBoolean(OUT_IS_TERMINAL);
        return new Console(
                System.out,
                new PrintStream(
                        new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8),
                System.err,
                new Style(hasColours(outIsTerminal, environment), isUnicode(System.out.charset())),
                new Style(
                        hasColours(Boolean.getBoolean(ERR_IS_TERMINAL), environment),
                        isUnicode(System.err.charset())),
                outIsTerminal,
                environment,
                Clock.systemDefaultZone());
    }

    /** Source: no-color.org, "when present and not an empty string". */
    static boolean hasColours(boolean isTerminal, Map<String, String> environment) {
        return isTerminal
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
    }

    private static boolean isUnicode(Charset charset) {
        return charset.name().startsWith("UTF-");
    }

    /** Tells a person something beside the results, which it never mixes with. */
    void notice(String message) {
        err.println(errorStyle.safe(message));
        err.flush();
    }

    /** Tells of a failure. */
    void error(String message) {
        err.println(errorStyle.red("spillway:") + " " + errorStyle.safe(message));
        err.flush();
    }
}
