package io.spillway.monitoring.notify;

import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * Alerts that a person is told of in one message: of one pipeline, phase and kind.
 *
 * @param alerts at least one, oldest first, each event once
 */
record AlertGroup(Key key, List<Alert> alerts) {

    /** What the alerts have in common. */
    record Key(String pipeline, Optional<String> phase, Alert.Status status, String kind) {

        static Key of(Alert alert) {
            return new Key(alert.pipeline(), alert.phase(), alert.status(), alert.kind());
        }

        /** The parts of an identity. */
        String[] parts() {
            return new String[] {pipeline, phase.orElse(""), status.word(), kind};
        }
    }

    AlertGroup {
        alerts = List.copyOf(alerts);
    }

    /** The alerts in groups, in the order in which each group first appears. */
    static List<AlertGroup> of(List<Alert> alerts) {
        return alerts.stream()
                .collect(
                        groupingBy(
                                Key::of,
                                LinkedHashMap::new,
                                collectingAndThen(toList(), AlertGroup::inOrder)))
                .entrySet()
                .stream()
                .map(group -> new AlertGroup(group.getKey(), group.getValue()))
                .toList();
    }

    private static List<Alert> inOrder(List<Alert> alerts) {
        var byId = new LinkedHashMap<String, Alert>();
        alerts.stream().sorted(Alert.BY_TIME).forEach(alert -> byId.putIfAbsent(alert.id(), alert));
        return List.copyOf(byId.values());
    }
}
