package io.spillway.local.view;

import io.spillway.pipeline.event.Notice;
import io.spillway.pipeline.event.PhaseEvent;

/**
 * What a person or a program sees of a run. Called from one thread at a time; never blocks for
 * long.
 */
public interface RunView extends AutoCloseable {

    /** Everything has started. */
    void started(RunInfo info);

    /**
     * A file of the watched folder was put into the drop bucket.
     *
     * @param key under which it was put
     * @param bytes its size
     */
    void dropped(String key, long bytes);

    /** A phase event arrived. Duplicates of an event were left out. */
    void happened(PhaseEvent event);

    /** A notice arrived. Duplicates of it were left out. */
    void noticed(Notice notice);

    /** Time has passed: a chance to move what moves. Called a few times a second. */
    void tick();

    /** The run is over. */
    void finished(RunReport report);

    /** Leaves the terminal as it was. A second call does nothing. */
    @Override
    void close();
}
