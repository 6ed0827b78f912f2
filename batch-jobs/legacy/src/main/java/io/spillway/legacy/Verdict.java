package io.spillway.legacy;

import io.spillway.pipeline.definition.Durations;
import io.spillway.pipeline.definition.ExitTable;
import io.spillway.pipeline.definition.LegacyContract.ExitMeaning;
import io.spillway.pipeline.stage.StageFailure;

/**
 * What a program's run means for the attempt.
 *
 * @param because the reason as the end of a sentence, and what helps where that can be told
 */
record Verdict(ExitMeaning meaning, String because) {

    private static final String BY_THE_DEFINITION = "which the definition calls ";

    /**
     * @throws StageFailure unless the definition calls the run a success
     */
    static void demandSuccess(ExitTable table, ProgramRun run) throws StageFailure {
        var verdict = of(table, run);
        var message =
                "Cannot run %s: it %s, %s. %s"
                        .formatted(run.subject(), happened(run), verdict.because(), run.evidence());
        switch (verdict.meaning()) {
            case SUCCEED -> {}
            case BAD_INPUT -> throw new StageFailure.BadInput(message);
            case RETRY -> throw new StageFailure.Transient(message);
            case RETRY_BIGGER -> throw new StageFailure.HostTooSmall(message);
            case FAIL -> throw new StageFailure.Bug(message);
        }
    }

    static Verdict of(ExitTable table, ProgramRun run) {
        return run.said()
                .filter(rule -> rule.meaning() != ExitMeaning.SUCCEED || endedByItself(run.end()))
                .map(
                        rule ->
                                new Verdict(
                                        rule.meaning(),
                                        "having printed a line like \"%s\", %s"
                                                .formatted(
                                                        HarmlessText.of(rule.line().text()),
                                                        BY_THE_DEFINITION
                                                                + called(rule.meaning()))))
                .orElseGet(() -> ofEnd(table, run.end()));
    }

    /** Neither stopped nor killed. */
    private static boolean endedByItself(RunEnd end) {
        return switch (end) {
            case RunEnd.Exited(var status) -> Signals.behind(status).isEmpty();
            case RunEnd.WithoutOutput _ -> true;
            case RunEnd.OutOfTime _, RunEnd.Silent _ -> false;
        };
    }

    private static Verdict ofEnd(ExitTable table, RunEnd end) {
        return switch (end) {
            case RunEnd.Exited(var status) -> ofStatus(table, status);
            case RunEnd.OutOfTime _ ->
                    stated(
                            table.timeLimit(),
                            "which counts as a failure. Raise timeLimit in the definition if it needs longer");
            case RunEnd.Silent _ ->
                    stated(
                            table.silence(),
                            "which counts as a failure. Raise silence in the definition if it may be quiet for longer");
            case RunEnd.WithoutOutput _ ->
                    stated(
                            table.noOutput(),
                            "which counts as a failure. Check in the definition that its results are collected where it writes them, or allow it, exit: {noOutput: succeed}");
        };
    }

    private static Verdict ofStatus(ExitTable table, int status) {
        var meaning = table.ofStatus(status);
        if (table.statuses().containsKey(status) || meaning == ExitMeaning.SUCCEED) {
            return new Verdict(meaning, BY_THE_DEFINITION + called(meaning));
        }
        return new Verdict(
                meaning,
                meaning == ExitMeaning.RETRY_BIGGER
                        ? "as happens when memory runs out"
                        : "which the definition gives no meaning, so it counts as a failure");
    }

    /** A failure is what it is without a word in the definition too; so that says what helps. */
    private static Verdict stated(ExitMeaning meaning, String failure) {
        return new Verdict(
                meaning,
                meaning == ExitMeaning.FAIL ? failure : BY_THE_DEFINITION + called(meaning));
    }

    private static String called(ExitMeaning meaning) {
        return switch (meaning) {
            case SUCCEED -> "a success";
            case BAD_INPUT -> "bad input";
            case RETRY -> "worth another attempt";
            case RETRY_BIGGER -> "worth an attempt in a larger job";
            case FAIL -> "a failure";
        };
    }

    private static String happened(ProgramRun run) {
        var elapsed = Durations.format(run.elapsed());
        return switch (run.end()) {
            case RunEnd.Exited(var status) -> "%s after %s".formatted(ended(status), elapsed);
            case RunEnd.OutOfTime(var limit) ->
                    "wasn't done after %s, its time limit, and was stopped"
                            .formatted(Durations.format(limit));
            case RunEnd.Silent(var limit) ->
                    "printed nothing for %s, its silence limit, and was stopped after %s"
                            .formatted(Durations.format(limit), elapsed);
            case RunEnd.WithoutOutput(var status, var where) ->
                    "exited %d but wrote no output, %s".formatted(status, where);
        };
    }

    private static String ended(int status) {
        return Signals.behind(status)
                .map(signal -> "was killed by %s (exit status %d)".formatted(signal, status))
                .orElseGet(() -> "exited %d".formatted(status));
    }
}
