package io.spillway.pipeline.definition;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a legacy program is called and understood.
 *
 * @param command program and arguments, at least one, never through a shell. {@code {input}} stands
 *     for the path of the input file or directory, {@code {outputs}} for the directory whose files
 *     are collected, {@code {app}} for the directory of the program's own files ({@code /app} in a
 *     container), {@code {name}} for the input's file name, which never starts with {@code -}
 * @param image the image that holds the program, where nobody may rebuild it: it is run untouched,
 *     with {@code command} in place of its own entry point, between a container that fetches the
 *     input and one that commits the outputs. Empty: the program is at hand where our runner is
 * @param input how the program gets its input
 * @param output where the program leaves its results
 * @param environment set beside PATH, HOME, LANG, TZ, TMPDIR and SPILLWAY_RUN, of which it may
 *     change all but the last; nothing else is inherited
 * @param exits what exit statuses mean; 0 means {@link ExitMeaning#SUCCEED} and others {@link
 *     ExitMeaning#FAIL} unless said here
 * @param timeLimit for one run of the program; empty: the job's own
 * @param grace between SIGTERM and SIGKILL
 */
public record LegacyContract(
        List<String> command,
        Optional<String> image,
        InputMode input,
        OutputMode output,
        Map<String, String> environment,
        Map<Integer, ExitMeaning> exits,
        Optional<Duration> timeLimit,
        Duration grace) {

    public LegacyContract {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        exits = Map.copyOf(exits);
    }

    /** What an exit status means. */
    public ExitMeaning meaningOf(int status) {
        return exits.getOrDefault(status, status == 0 ? ExitMeaning.SUCCEED : ExitMeaning.FAIL);
    }

    public enum InputMode {
        /** A file of the input's own name, whose path {@code {input}} gives. */
        FILE,
        /** A directory that holds just that file, whose path {@code {input}} gives. */
        DIRECTORY,
        /** Standard input. */
        STDIN
    }

    public enum OutputMode {
        /** Every regular file below the directory that {@code {outputs}} gives. */
        DIRECTORY,
        /** Standard output. */
        STDOUT
    }

    public enum ExitMeaning {
        SUCCEED,
        BAD_INPUT,
        RETRY,
        FAIL
    }
}
