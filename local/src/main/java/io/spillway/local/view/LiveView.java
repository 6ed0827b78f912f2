package io.spillway.local.view;

import io.spillway.pipeline.event.Notice;
import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.event.PhaseEvent.Happening;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A table at the foot of a terminal, redrawn in place, with the events scrolling above it.
 *
 * <p>Source of the control sequences: ECMA-48, 8.3 "Definition of control functions"; the private
 * modes 7 (wrapping at the margin) and 25 (cursor) are the VT510's.
 */
public final class LiveView implements RunView {

    /** The table is drawn this often at most. */
    static final Duration BETWEEN_DRAWS = Duration.ofMillis(100);

    private static final String HIDE_CURSOR = "\u001b[?25l";
    private static final String SHOW_CURSOR = "\u001b[?25h";
    private static final String NO_WRAP = "\u001b[?7l";
    private static final String WRAP = "\u001b[?7h";
    private static final String CLEAR_LINE = "\u001b[K";
    private static final String CLEAR_BELOW = "\u001b[J";

    private final PrintStream out;
    private final Style style;
    private final Clock clock;
    private final Supplier<TerminalSize> window;
    private final EventLine lines;
    private final RunModel model = new RunModel();
    private final List<String> scrolled = new ArrayList<>();
    private final Instant begun;
    private Instant drawn = Instant.MIN;
    private int frameLines;
    private boolean open = true;

    /**
     * @param clock whose zone the times are shown in
     * @param window asked before every drawing
     */
    public LiveView(PrintStream out, Style style, Clock clock, Supplier<TerminalSize> window) {
        this.out = out;
        this.style = style;
        this.clock = clock;
        this.window = window;
        this.lines = new EventLine(style, clock.getZone());
        this.begun = clock.instant();
        out.print(HIDE_CURSOR);
    }

    @Override
    public void started(RunInfo info) {
        scrolled.addAll(Intro.lines(info, style));
        draw();
    }

    @Override
    public void dropped(String key, long bytes) {
        model.dropped(key, bytes, clock.instant());
        scrolled.add(lines.ofDrop(LocalTime.now(clock), key, bytes, window.get().columns()));
        tick();
    }

    @Override
    public void happened(PhaseEvent event) {
        model.happened(event);
        if (!(event.happening() instanceof Happening.Progressed)) {
            scrolled.add(lines.of(event, window.get().columns()));
        }
        tick();
    }

    @Override
    public void noticed(Notice notice) {
        scrolled.add(lines.of(notice, window.get().columns()));
        tick();
    }

    @Override
    public void tick() {
        if (!drawn.plus(BETWEEN_DRAWS).isAfter(clock.instant())) {
            draw();
        }
    }

    @Override
    public void finished(RunReport report) {
        scrolled.addAll(SummaryText.lines(report, style));
        draw(List.of());
    }

    private void draw() {
        drawn = clock.instant();
        draw(
                new LiveFrame(style, window.get(), drawn)
                        .lines(model, Duration.between(begun, drawn)));
    }

    /**
     * In one write, so that nothing flickers. A line is cleared before it is written: after the
     * last column of a full one, clearing the rest takes its last character.
     */
    private void draw(List<String> frame) {
        var text = new StringBuilder();
        if (frameLines > 0) {
            text.append("\u001b[").append(frameLines).append('A');
        }
        text.append('\r');
        // A line that is wider after all, for a character that this terminal shows so, must not
        // become two.
        scrolled.forEach(line -> text.append(CLEAR_LINE).append(line).append('\n'));
        // A row that is wider after all, for a character that this terminal shows so, must not
        // become two.
        text.append(NO_WRAP);
        frame.forEach(line -> text.append(CLEAR_LINE).append(line).append('\n'));
        text.append(WRAP).append(CLEAR_BELOW);
        out.print(text);
        out.flush();
        scrolled.clear();
        frameLines = frame.size();
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            if (frameLines > 0) {
                draw(List.of());
            }
            out.print(SHOW_CURSOR);
            out.flush();
        }
    }
}
