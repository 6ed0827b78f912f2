package io.spillway.pipeline.telemetry;

/** The seam to whatever keeps metrics. Safe for use by many threads. */
public interface Meter {

    /** Keeps nothing. */
    Meter NONE =
            new Meter() {
                @Override
                public void add(Metric metric, Subject subject, long value) {}

                @Override
                public void flush() {}
            };

    /**
     * Adds a value.
     *
     * @param value in the metric's unit; not negative
     * @throws IllegalArgumentException if the metric is not of such a subject
     */
    void add(Metric metric, Subject subject, long value);

    /** {@link #add} for one more of what is counted. */
    default void count(Metric metric, Subject subject) {
        add(metric, subject, 1);
    }

    /** Hands over all values added since the last time. Does nothing if there are none. */
    void flush();
}
