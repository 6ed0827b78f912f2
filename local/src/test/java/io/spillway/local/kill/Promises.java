package io.spillway.local.kill;

import static java.util.stream.Collectors.groupingBy;

import io.spillway.pipeline.definition.PipelineDefinition;
import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.ledger.Entry;
import io.spillway.pipeline.ledger.State;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.work.WorkItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What every run must leave behind, however often it was disturbed. */
final class Promises {

    private final PipelineDefinition definition;
    private final Facts facts;
    private final List<String> broken = new ArrayList<>();

    private Promises(PipelineDefinition definition, Facts facts) {
        this.definition = definition;
        this.facts = facts;
    }

    /** A sentence for each promise that wasn't kept. */
    static List<String> broken(PipelineDefinition definition, Facts facts) {
        var promises = new Promises(definition, facts);
        promises.uploadsAreAccountedFor();
        promises.outputsLedOn();
        facts.histories().values().forEach(promises::movedForwardOnly);
        promises.outputsHaveOneVersion();
        promises.outputsAreTheLedgers();
        promises.eventsTellTheEnds();
        promises.copiesAreComplete();
        promises.nothingIsLeft();
        return promises.broken;
    }

    /** A sentence for each thing that two runs over the same files did differently. */
    static List<String> differences(Facts undisturbed, Facts disturbed) {
        var differences = new ArrayList<String>();
        compare("work item", ends(undisturbed), ends(disturbed), differences);
        compare("output", contents(undisturbed), contents(disturbed), differences);
        compare("copied output", undisturbed.copies(), disturbed.copies(), differences);
        return differences;
    }

    private static void compare(
            String what, Map<String, String> expected, Map<String, String> is, List<String> to) {
        var keys = new TreeSet<>(expected.keySet());
        keys.addAll(is.keySet());
        for (var key : keys) {
            var before = expected.getOrDefault(key, "absent");
            var now = is.getOrDefault(key, "absent");
            if (!before.equals(now)) {
                to.add("%s %s: undisturbed %s, disturbed %s".formatted(what, key, before, now));
            }
        }
    }

    /**
     * How each work item ended, by phase and input. The manifest of a set has another name in each
     * run.
     */
    private static Map<String, String> ends(Facts facts) {
        return facts.histories().values().stream()
                .collect(
                        Collectors.toMap(
                                history -> subject(history.getFirst().item()),
                                Promises::end,
                                (one, other) -> one + " and " + other));
    }

    private static String subject(WorkItem item) {
        var input = item.set().isPresent() ? item.name() : item.input().location().toString();
        return item.phase() + " of " + input;
    }

    private static String end(List<Entry> history) {
        return history.stream()
                .map(Entry::state)
                .filter(Promises::isEnd)
                .map(
                        state ->
                                state instanceof State.Failed(var failure, var _)
                                        ? "failed as " + failure.kind().word()
                                        : state.word())
                .collect(Collectors.joining(" and "));
    }

    private static boolean isEnd(State state) {
        return switch (state) {
            case State.Succeeded _, State.Failed _, State.Skipped _ -> true;
            case State.Submitting _,
                    State.Submitted _,
                    State.Requeued _,
                    State.Claimed _,
                    State.Released _,
                    State.Committing _,
                    State.Announced _ ->
                    false;
        };
    }

    private static Map<String, String> contents(Facts facts) {
        return facts.outputs().entrySet().stream()
                .collect(
                        Collectors.toMap(
                                Map.Entry::getKey,
                                output ->
                                        output.getValue().stream()
                                                .map(Facts.Output::sha256)
                                                .collect(Collectors.joining(" and "))));
    }

    private void uploadsAreAccountedFor() {
        var entered =
                facts.histories().values().stream()
                        .map(history -> history.getFirst().item())
                        .filter(item -> item.hops() == 0)
                        .map(WorkItem::input)
                        .toList();
        facts.uploads().stream()
                .filter(upload -> !entered.contains(upload))
                .forEach(upload -> broken.add("Nobody knows of upload %s.".formatted(upload)));
        facts.uploads().stream()
                .collect(groupingBy(ObjectVersion::key))
                .forEach((key, versions) -> demandOne("Upload " + key, versions.size()));
    }

    private void demandOne(String what, int versions) {
        if (versions != 1) {
            broken.add("%s has %d versions instead of one.".formatted(what, versions));
        }
    }

    private void outputsLedOn() {
        var inputs =
                facts.histories().values().stream()
                        .map(history -> history.getFirst().item().input())
                        .collect(Collectors.toSet());
        facts.results()
                .forEach(
                        (id, outputs) -> {
                            var phase = facts.histories().get(id).getFirst().item().phase();
                            outputs.stream()
                                    .filter(_ -> !definition.after(phase).isEmpty())
                                    .filter(output -> !inputs.contains(output))
                                    .forEach(
                                            output ->
                                                    broken.add(
                                                            "Output %s of phase %s led to no work item."
                                                                    .formatted(output, phase)));
                        });
    }

    private void movedForwardOnly(List<Entry> history) {
        var subject = subject(history.getFirst().item());
        for (int i = 0; i < history.size(); i++) {
            if (history.get(i).number() != i + 1) {
                broken.add(
                        "%s: entry %d has number %d."
                                .formatted(subject, i + 1, history.get(i).number()));
            }
        }
        var states = history.stream().map(entry -> entry.state().word()).toList();
        if (!(history.getLast().state() instanceof State.Announced)
                || history.stream().map(Entry::state).filter(Promises::isEnd).count() != 1
                || states.indexOf("announced") != states.size() - 1
                || !isEnd(history.get(history.size() - 2).state())) {
            broken.add(
                    "%s didn't end once and then was announced once: %s."
                            .formatted(subject, states));
        }
    }

    private void outputsHaveOneVersion() {
        facts.outputs().forEach((key, versions) -> demandOne("Output " + key, versions.size()));
    }

    private void outputsAreTheLedgers() {
        var told =
                facts.results().values().stream().flatMap(List::stream).collect(Collectors.toSet());
        var there =
                facts.outputs().values().stream()
                        .flatMap(List::stream)
                        .map(Facts.Output::version)
                        .collect(Collectors.toSet());
        told.stream()
                .filter(version -> !there.contains(version))
                .forEach(
                        version ->
                                broken.add(
                                        "The ledger tells of %s, which isn't there."
                                                .formatted(version)));
        there.stream()
                .filter(version -> !told.contains(version))
                .forEach(
                        version ->
                                broken.add(
                                        "There is %s, of which the ledger doesn't tell."
                                                .formatted(version)));
    }

    private void eventsTellTheEnds() {
        facts.events().stream()
                .collect(Collectors.groupingBy(PhaseEvent::id, Collectors.counting()))
                .forEach(
                        (id, times) -> {
                            if (times != 1) {
                                broken.add("Event %s is written %d times.".formatted(id, times));
                            }
                        });
        var told =
                facts.events().stream()
                        .filter(event -> event.happening().isTerminal())
                        .collect(
                                groupingBy(
                                        event -> event.item().id(),
                                        Collectors.mapping(PhaseEvent::id, Collectors.toList())));
        for (var history : facts.histories().values()) {
            var item = history.getFirst().item();
            var expected =
                    history.stream()
                            .filter(entry -> isEnd(entry.state()))
                            .flatMap(entry -> PhaseEvent.ending(entry).stream())
                            .map(PhaseEvent::id)
                            .toList();
            if (!expected.equals(told.getOrDefault(item.id(), List.of()))) {
                broken.add(
                        "%s: the ledger's ending has the event ids %s, and told were %s."
                                .formatted(subject(item), expected, told.get(item.id())));
            }
        }
        told.keySet().stream()
                .filter(id -> !facts.histories().containsKey(id))
                .forEach(id -> broken.add("Told of work item %s, which isn't.".formatted(id)));
    }

    private void copiesAreComplete() {
        if (facts.copies().size() != facts.outputs().size()) {
            broken.add(
                    "There are %d outputs and %d copies of them."
                            .formatted(facts.outputs().size(), facts.copies().size()));
        }
    }

    private void nothingIsLeft() {
        if (!facts.leftOvers().isEmpty()) {
            broken.add("Files were left behind: %s.".formatted(facts.leftOvers()));
        }
        if (facts.deadLetters() != 0) {
            broken.add("%d messages are dead letters.".formatted(facts.deadLetters()));
        }
        if (!facts.unfinishedJobs().isEmpty()) {
            broken.add("Jobs %s are not finished.".formatted(facts.unfinishedJobs()));
        }
    }
}
