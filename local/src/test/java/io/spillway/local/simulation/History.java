package io.spillway.local.simulation;

import io.spillway.pipeline.ledger.Entry;
import io.spillway.pipeline.ledger.State;

import java.util.List;

/** What has to hold of the ledger entries of one work item. */
final class History {

    private History() {}

    static void check(List<Entry> history, List<Violation> violations) {
        for (int i = 0; i < history.size(); i++) {
            var entry = history.get(i);
            if (entry.number() != i + 1) {
                violations.add(
                        new Violation(
                                Promise.STATES_FORWARD,
                                "entry %d of %s has number %d"
                                        .formatted(i + 1, entry.item().phase(), entry.number())));
            }
            if (i == 0 ? !begins(entry.state()) : !follows(history.get(i - 1), entry)) {
                violations.add(
                        new Violation(
                                Promise.STATES_FORWARD,
                                "%s: %s"
                                        .formatted(
                                                entry.item().phase(),
                                                history.stream()
                                                        .map(each -> each.state().word())
                                                        .toList())));
            }
            if (i > 0 && disregards(history.get(i - 1), entry)) {
                violations.add(
                        new Violation(
                                Promise.LEASES_RESPECTED,
                                "%s: entry %d claims while entry %d holds"
                                        .formatted(
                                                entry.item().phase(),
                                                entry.number(),
                                                entry.number() - 1)));
            }
        }
    }

    private static boolean begins(State state) {
        return switch (state) {
            case State.Submitting _, State.Claimed _, State.Failed _, State.Skipped _ -> true;
            case State.Submitted _,
                    State.Requeued _,
                    State.Released _,
                    State.Committing _,
                    State.Succeeded _,
                    State.Announced _ ->
                    false;
        };
    }

    private static boolean follows(Entry before, Entry after) {
        var next = after.state();
        return switch (before.state()) {
            case State.Submitting _ ->
                    // Another invocation takes the turn with the same name.
                    next.equals(before.state())
                            || next instanceof State.Submitted
                            || next instanceof State.Claimed
                            || next instanceof State.Requeued
                            || next instanceof State.Failed;
            case State.Submitted _ ->
                    next instanceof State.Claimed
                            || next instanceof State.Requeued
                            || next instanceof State.Failed;
            case State.Requeued _ ->
                    next instanceof State.Submitting || next instanceof State.Claimed;
            case State.Claimed _ ->
                    next instanceof State.Claimed
                            || next instanceof State.Released
                            || next instanceof State.Committing
                            || next instanceof State.Submitting
                            || next instanceof State.Requeued
                            || next instanceof State.Failed;
            case State.Released _ ->
                    next instanceof State.Claimed
                            || next instanceof State.Submitting
                            || next instanceof State.Requeued
                            || next instanceof State.Failed;
            case State.Committing _ ->
                    next instanceof State.Succeeded || next instanceof State.Released;
            case State.Succeeded _, State.Failed _, State.Skipped _ ->
                    next instanceof State.Announced;
            case State.Announced _ -> false;
        };
    }

    /** Whether a claim takes a work item from a host whose lease runs and that may be alive. */
    private static boolean disregards(Entry before, Entry after) {
        return before.state() instanceof State.Claimed(var holder, var leaseEnd)
                && after.state() instanceof State.Claimed(var worker, var _)
                && !before.writer().equals(after.writer())
                && !worker.follows(holder)
                && after.at().isBefore(leaseEnd);
    }
}
