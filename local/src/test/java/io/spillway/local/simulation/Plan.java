package io.spillway.local.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What strikes where, and all else that a schedule leaves open. For one run. */
interface Plan {

    /** What every effect takes where a plan has no opinion. */
    Duration USUAL_LATENCY = Duration.ofMillis(10);

    /** As deployed. */
    int MOST_SUBMISSIONS = 1_000;

    Optional<Fault> at(Point point);

    /** How long the next effect takes. */
    Duration latency();

    /** Most messages that the next invocation is given from the intake queue. */
    int batchSize();

    /** And from the submissions queue. */
    int submissionsTogether();

    /** What {@code --replay} takes. */
    String spelling();

    /** These faults, and no others. */
    static Plan of(List<Strike> strikes) {
        return new Plan() {
            @Override
            public Optional<Fault> at(Point point) {
                return strikes.stream()
                        .filter(strike -> strike.point() == point.number())
                        .map(Strike::fault)
                        .findFirst();
            }

            @Override
            public Duration latency() {
                return USUAL_LATENCY;
            }

            @Override
            public int batchSize() {
                return 1;
            }

            @Override
            public int submissionsTogether() {
                return MOST_SUBMISSIONS;
            }

            @Override
            public String spelling() {
                return strikes.stream().map(Strike::toString).collect(Collectors.joining(","));
            }
        };
    }
}
