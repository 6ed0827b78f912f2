package io.spillway.pipeline.stage;

import java.util.List;

/**
 * A kind of stage that a definition can name, and what routing must know of it before it runs.
 *
 * <p>Adding a stage: a class that implements this and {@link Stage}, one line in its catalogue, one
 * test.
 */
public interface StageType {

    /** Its name in definitions, metrics and logs: lowercase words joined by hyphens. */
    String name();

    /** The settings it takes, for checking definitions. */
    List<Setting> settings();

    /** What it costs to run, measured. */
    StageProfile profile();

    /** A stage with these settings, which were checked against {@link #settings}. */
    Stage create(StageSettings settings);
}
