package io.spillway.pipeline.definition;

import io.spillway.pipeline.definition.LegacyContract.ExitMeaning;
import java.util.List;
import java.util.Map;

/**
 * What the end of a program's run means.
 *
 * <p>The first rule of {@code log} that a line fits decides, before everything else here. One that
 * means success decides only where the program ended by itself: neither stopped nor killed.
 *
 * @param statuses what exit statuses mean; for others see {@link #ofStatus}
 * @param timeLimit what it means that the program was stopped at its time limit; never a success
 * @param silence what it means that it was stopped at its silence limit; never a success
 * @param noOutput what a success without any output means
 * @param log in the order in which they count; a line is one of the error output, or of standard
 *     output where that isn't the result
 */
public record ExitTable(
        Map<Integer, ExitMeaning> statuses,
        ExitMeaning timeLimit,
        ExitMeaning silence,
        ExitMeaning noOutput,
        List<LogRule> log) {

    /**
     * SIGKILL's, which a program that nobody stopped is sent by the kernel when memory runs out.
     * Source: POSIX, 128 + the signal's number.
     */
    public static final int KILLED = 128 + 9;

    /** Says nothing: 0 is a success, {@link #KILLED} wants more memory, all else fails. */
    public static final ExitTable DEFAULT =
            new ExitTable(
                    Map.of(), ExitMeaning.FAIL, ExitMeaning.FAIL, ExitMeaning.FAIL, List.of());

    public ExitTable {
        statuses = Map.copyOf(statuses);
        log = List.copyOf(log);
    }

    /**
     * What an exit status means: as the table says, else {@link ExitMeaning#SUCCEED} for 0, {@link
     * ExitMeaning#RETRY_BIGGER} for {@link #KILLED}, {@link ExitMeaning#FAIL} for the rest.
     */
    public ExitMeaning ofStatus(int status) {
        var otherwise =
                switch (status) {
                    case 0 -> ExitMeaning.SUCCEED;
                    case KILLED -> ExitMeaning.RETRY_BIGGER;
                    default -> ExitMeaning.FAIL;
                };
        return statuses.getOrDefault(status, otherwise);
    }
}
