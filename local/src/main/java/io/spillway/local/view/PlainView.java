package io.spillway.local.view;

import io.spillway.pipeline.event.Notice;
import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.event.PhaseEvent.Happening;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.Map;

/** One line per event, for files, pipes and whoever prefers it. */
public final class PlainView implements RunView {

    /** Of each work item progress is told this often at most. */
    static final Duration BETWEEN_PROGRESS = Duration.ofSeconds(10);

    private final PrintStream out;
    private final Style style;
    private final Clock clock;
    private final EventLine lines;
    private final Map<String, Instant> progressTold = new HashMap<>();

    /**
     * @param clock whose zone the times are shown in
     */
    public PlainView(PrintStream out, Style style, Clock clock) {
        this.out = out;
        this.style = style;
        this.clock = clock;
        this.lines = new EventLine(style, clock.getZone());
    }

    @Override
    public void started(RunInfo info) {
        Intro.lines(info, style).forEach(out::println);
        out.flush();
    }

    @Override
    public void dropped(String key, long bytes) {
        out.println(lines.ofDrop(LocalTime.now(clock), key, bytes, Integer.MAX_VALUE));
        out.flush();
    }

    @Override
    public void happened(PhaseEvent event) {
        if (event.happening() instanceof Happening.Progressed && !isDue(event)) {
            return;
        }
        if (event.happening().isTerminal()) {
            progressTold.remove(event.item().id());
        }
        out.println(lines.of(event, Integer.MAX_VALUE));
        out.flush();
    }

    @Override
    public void noticed(Notice notice) {
        out.println(lines.of(notice, Integer.MAX_VALUE));
        out.flush();
    }

    private boolean isDue(PhaseEvent event) {
        var last = progressTold.get(event.item().id());
        if (last != null && Duration.between(last, event.time()).compareTo(BETWEEN_PROGRESS) < 0) {
            return false;
        }
        progressTold.put(event.item().id(), event.time());
        return true;
    }

    @Override
    public void tick() {}

    @Override
    public void finished(RunReport report) {
        SummaryText.lines(report, style).forEach(out::println);
        out.flush();
    }

    @Override
    public void close() {
        out.flush();
    }
}
