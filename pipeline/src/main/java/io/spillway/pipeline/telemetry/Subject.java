package io.spillway.pipeline.telemetry;

import java.util.List;
import java.util.Optional;

/** What a metric's value is about: a pipeline, or one of its phases. */
public record Subject(String pipeline, Optional<String> phase) {

    public static Subject of(String pipeline) {
        return new Subject(pipeline, Optional.empty());
    }

    public static Subject of(String pipeline, String phase) {
        return new Subject(pipeline, Optional.of(phase));
    }

    // Written out, because what a record is given by Java is linked at its first use: at a cold
    // start.
    @Override
    public boolean equals(Object other) {
        return other instanceof Subject(var otherPipeline, var otherPhase)
                && otherPipeline.equals(pipeline)
                && otherPhase.equals(phase);
    }

    @Override
    public int hashCode() {
        return 31 * pipeline.hashCode() + phase.hashCode();
    }

    /** Names of its dimensions. */
    public List<String> dimensions() {
        return phase.isPresent() ? List.of("pipeline", "phase") : List.of("pipeline");
    }

    /**
     * @throws IllegalArgumentException if the metric is of the other kind of subject
     */
    public void require(Metric metric) {
        var wanted = metric.of() == Metric.Of.PHASE;
        if (wanted != phase.isPresent()) {
            throw new IllegalArgumentException(
                    "Metric %s is of a %s: %s names %s phase."
                            .formatted(
                                    metric.word(),
                                    wanted ? "phase" : "pipeline",
                                    this,
                                    wanted ? "no" : "a"));
        }
    }
}
