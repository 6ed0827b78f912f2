package io.spillway.local.batch;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The children of one array job, and how many of them are in each status. */
final class ArrayChildren {

    private final Job[] children;
    private final Map<JobStatus, Integer> counts = new EnumMap<>(JobStatus.class);
    private long updatedAt;

    /** All children of a job that was just submitted. */
    ArrayChildren(Job parent) {
        children = new Job[parent.arraySize().orElseThrow()];
        Arrays.setAll(children, parent::child);
        counts.put(JobStatus.SUBMITTED, children.length);
        updatedAt = parent.createdAt();
    }

    /** In the order of their indices; a view. */
    List<Job> all() {
        return Collections.unmodifiableList(Arrays.asList(children));
    }

    /**
     * @param index as it stands in the child's id
     */
    Optional<Job> at(String index) {
        if (!index.matches("0|[1-9][0-9]{0,3}")) {
            return Optional.empty();
        }
        var number = Integer.parseInt(index);
        return number < children.length ? Optional.of(children[number]) : Optional.empty();
    }

    /** Takes a child's new state. */
    void put(Job child) {
        var index = child.index().orElseThrow();
        counts.merge(children[index].status(), -1, Integer::sum);
        counts.merge(child.status(), 1, Integer::sum);
        children[index] = child;
        updatedAt = Math.max(updatedAt, child.state().since());
    }

    ArraySummary summary() {
        return new ArraySummary(children.length, counts, updatedAt);
    }
}
