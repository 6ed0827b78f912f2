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
 *     {@code command} following its own entry point if it has one, beside a container that fetches
 *     the input and commits the outputs. Empty: the program is at hand where our runner is
 * @param input how the program gets its input
 * @param output where the program leaves its results
 * @param workingFolder where the program starts
 * @param environment set beside PATH, HOME, LANG, TZ, TMPDIR and SPILLWAY_RUN, of which it may
 *     change all but the last; nothing else is inherited
 * @param exits what the end of a run means
 * @param progress how the program says how far it is; empty: it doesn't
 * @param timeLimit for one run of the program; empty: the job's own
 * @param silence the longest time in which it may print nothing, neither on its error output nor on
 *     standard output; empty: as long as it likes
 * @param grace between SIGTERM and SIGKILL
 */
public record LegacyContract(
        List<String> command,
        Optional<String> image,
        InputMode input,
        OutputMode output,
        WorkingFolder workingFolder,
        Map<String, String> environment,
        ExitTable exits,
        Optional<ProgressPattern> progress,
        Optional<Duration> timeLimit,
        Optional<Duration> silence,
        Duration grace) {

    public LegacyContract {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** What an exit status means. */
    public ExitMeaning meaningOf(int status) {
        return exits.ofStatus(status);
    }

    public enum InputMode {
        /** A file of the input's own name, whose path {@code {input}} gives. */
        FILE,
        /**
         * A directory that holds just that file, or of a set a file for each member; {@code
         * {input}} gives its path.
         */
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

    /** The directory in which a program starts. */
    public enum WorkingFolder {
        /** An empty directory of its own, which is its HOME too. */
        HOME,
        /** The directory of its own files, {@code {app}}; read-only in a container. */
        APP,
        /** The directory that holds the input file. */
        INPUT,
        /** The directory whose files are collected, for programs that write where they stand. */
        OUTPUTS
    }

    /** What the end of a run means, and so what follows. */
    public enum ExitMeaning {
        /** The outputs are the result. */
        SUCCEED,
        /** The input isn't what it should be; no other attempt. */
        BAD_INPUT,
        /** Another attempt may succeed. */
        RETRY,
        /** An attempt in a job of the next size may succeed, which has twice the memory. */
        RETRY_BIGGER,
        /** The program is wrong, or its command is; no other attempt. */
        FAIL
    }
}
