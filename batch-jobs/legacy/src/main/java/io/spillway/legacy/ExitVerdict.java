package io.spillway.legacy;

import io.spillway.pipeline.definition.Durations;
import io.spillway.pipeline.definition.LegacyContract;
import io.spillway.pipeline.definition.LegacyContract.ExitMeaning;
import io.spillway.pipeline.stage.StageFailure;
import java.util.Map;

/** What the end of a program's run means for the attempt. */
final class ExitVerdict {

    /**
     * Signals that end programs, by number. Source: POSIX {@code signal.h} and Linux signal(7), x86
     * and ARM.
     */
    private static final Map<Integer, String> SIGNALS =
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

    private ExitVerdict() {}

    /**
     * @throws StageFailure unless the definition calls the exit status a success
     */
    static void demandSuccess(LegacyContract contract, ProgramRun run) throws StageFailure {
        switch (contract.meaningOf(run.status())) {
            case SUCCEED -> {}
            case BAD_INPUT ->
                    throw new StageFailure.BadInput(
                            message(run, "which the definition calls bad input"));
            case RETRY ->
                    throw new StageFailure.Transient(
                            message(run, "which the definition calls worth another attempt"));
            case FAIL ->
                    throw new StageFailure.Bug(message(run, whyFailed(contract, run.status())));
        }
    }

    private static String message(ProgramRun run, String meaning) {
        return "Cannot run %s: it %s after %s, %s. %s"
                .formatted(
                        run.subject(),
                        end(run.status()),
                        Durations.format(run.elapsed()),
                        meaning,
                        run.evidence());
    }

    private static String whyFailed(LegacyContract contract, int status) {
        if (contract.exits().get(status) == ExitMeaning.FAIL) {
            return "which the definition calls a failure";
        }
        if (status == 128 + 9) {
            return "as happens when memory runs out: give the phase more, batch: {memory: …}";
        }
        return "which the definition gives no meaning, so it counts as a failure";
    }

    private static String end(int status) {
        var signal = SIGNALS.get(status - 128);
        return signal == null
                ? "exited %d".formatted(status)
                : "was killed by %s (exit status %d)".formatted(signal, status);
    }
}
