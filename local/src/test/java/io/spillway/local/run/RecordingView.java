package io.spillway.local.run;

import io.spillway.local.view.RunInfo;
import io.spillway.local.view.RunReport;
import io.spillway.local.view.RunView;
import io.spillway.pipeline.event.Notice;
import io.spillway.pipeline.event.PhaseEvent;
import java.util.ArrayList;
import java.util.List;

/** Remembers what it was told. */
public final class RecordingView implements RunView {

    private final List<String> dropped = new ArrayList<>();
    private final List<PhaseEvent> events = new ArrayList<>();
    private final List<Notice> notices = new ArrayList<>();
    private RunInfo info;

    synchronized RunInfo info() {
        return info;
    }

    synchronized List<String> dropped() {
        return List.copyOf(dropped);
    }

    synchronized List<PhaseEvent> events() {
        return List.copyOf(events);
    }

    synchronized List<Notice> notices() {
        return List.copyOf(notices);
    }

    @Override
    public synchronized void started(RunInfo started) {
        info = started;
    }

    @Override
    public synchronized void dropped(String key, long bytes) {
        dropped.add(key);
    }

    @Override
    public synchronized void happened(PhaseEvent event) {
        events.add(event);
    }

    @Override
    public synchronized void noticed(Notice notice) {
        notices.add(notice);
    }

    @Override
    public void tick() {}

    @Override
    public void finished(RunReport report) {}

    @Override
    public void close() {}
}
