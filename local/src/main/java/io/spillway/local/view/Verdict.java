package io.spillway.local.view;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.util.Map;

/**
 * Whether a run did what it should: every work item ended, and none for a reason that isn't its
 * input's. A rejected file is the user's data, not a failure of the run.
 *
 * @param failed work items that failed for another reason than their input
 * @param unfinished work items that haven't ended
 * @param deadLetters messages that nobody could handle
 */
public record Verdict(long failed, long unfinished, int deadLetters) {

    public static Verdict of(RunReport report) {
        Map<EndingWord, Long> counts =
                report.ends().stream().collect(groupingBy(EndingWord::of, counting()));
        return new Verdict(
                counts.getOrDefault(EndingWord.FAILED, 0L),
                counts.getOrDefault(EndingWord.UNFINISHED, 0L),
                report.deadLetters());
    }

    public boolean isGood() {
        return failed == 0 && unfinished == 0 && deadLetters == 0;
    }

    /** 0 if every upload was accounted for, else 1. */
    public int exitStatus() {
        return isGood() ? 0 : 1;
    }
}
