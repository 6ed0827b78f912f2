package io.spillway.local.view;

import io.spillway.pipeline.definition.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How far an attempt is: a bar, per cent, time left and rate, as much of it as there is room for.
 */
final class ProgressText {

    private static final int SHORTEST_BAR = 6;
    private static final int LONGEST_BAR = 20;

    private final Style style;
    private final Instant now;

    ProgressText(Style style, Instant now) {
        this.style = style;
        this.now = now;
    }

    /**
     * @param pace of the item, whose share is known
     * @param columns that it may take, at least 5
     */
    String of(ActiveItem item, Pace pace, int columns) {
        var share = pace.share().orElseThrow();
        var text = TextWidth.padLeft((int) (share * 100) + " %", 5);
        text = withPart(text, remaining(pace), columns - SHORTEST_BAR - 1);
        text = withPart(text, rate(item, pace), columns - SHORTEST_BAR - 1);
        var bar = Math.min(LONGEST_BAR, columns - TextWidth.of(text) - 1);
        return bar < SHORTEST_BAR
                ? style.cutEnd(text, columns)
                : style.bar(share, bar) + " " + text;
    }

    private static String withPart(String text, Optional<String> part, int columns) {
        return part.map(more -> text + "  " + more)
                .filter(longer -> TextWidth.of(longer) <= columns)
                .orElse(text);
    }

    private Optional<String> remaining(Pace pace) {
        return pace.remaining(now)
                .map(
                        left ->
                                Durations.format(Duration.ofSeconds(Math.max(1, left.toSeconds())))
                                        + " left");
    }

    /** Only where the attempt counts the bytes of its input; other units have no name here. */
    private static Optional<String> rate(ActiveItem item, Pace pace) {
        if (pace.total() != item.bytes() || pace.perSecond().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Amounts.bytes((long) pace.perSecond().getAsDouble()) + "/s");
    }
}
