package io.spillway.local.simulation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What an exploration has seen. */
final class Tally {

    private static final int MOST_KEPT = 20;

    /** A schedule that broke promises, and how to run it again. */
    record Broken(String replay, List<Violation> violations) {}

    private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
    private final List<Broken> broken = new ArrayList<>();
    private long schedules;
    private long points;
    private long violated;

    void add(World world, List<Violation> violations) {
        schedules++;
        points += world.trace().size();
        world.strikes().forEach(strike -> faults.merge(strike.fault(), 1L, Long::sum));
        if (violations.isEmpty()) {
            return;
        }
        violated++;
        if (broken.size() < MOST_KEPT) {
            var replay = world.scenario().name() + "@" + world.plan().spelling();
            broken.add(new Broken(replay, violations));
        }
    }

    /** Adds all that another one has seen. */
    void add(Tally other) {
        schedules += other.schedules();
        points += other.points();
        violated += other.violated();
        other.faults().forEach((fault, count) -> faults.merge(fault, count, Long::sum));
        broken.addAll(other.broken());
    }

    long schedules() {
        return schedules;
    }

    long points() {
        return points;
    }

    Map<Fault, Long> faults() {
        return new EnumMap<>(faults);
    }

    /** Schedules that broke a promise. */
    long violated() {
        return violated;
    }

    /** The first of them. */
    List<Broken> broken() {
        return List.copyOf(broken);
    }
}
