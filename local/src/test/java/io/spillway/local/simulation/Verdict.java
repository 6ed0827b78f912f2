package io.spillway.local.simulation;

import io.spillway.pipeline.attempt.Places;
import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.ledger.Entry;
import io.spillway.pipeline.ledger.ObjectLedger;
import io.spillway.pipeline.ledger.State;
import io.spillway.pipeline.ledger.Worker;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.work.SetMember;
import io.spillway.pipeline.work.WorkItem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks at a world that came to rest, and says which promises were not kept. */
final class Verdict {

    private final World world;
    private final Map<String, List<Entry>> histories;
    private final List<Violation> violations = new ArrayList<>();

    private Verdict(World world) {
        this.world = world;
        this.histories = histories(world);
    }

    static List<Violation> of(World world) {
        var verdict = new Verdict(world);
        verdict.judge();
        return List.copyOf(verdict.violations);
    }

    private static Map<String, List<Entry>> histories(World world) {
        var bucket = World.PLACES.workBucket();
        var ledger = new ObjectLedger(world.store(), bucket, Places.LEDGER_PREFIX);
        var histories = new TreeMap<String, List<Entry>>();
        try (var keys = world.store().list(bucket, Places.LEDGER_PREFIX, "")) {
            for (var key : (Iterable<ObjectLocation>) keys::iterator) {
                var id = key.key().split("/")[1];
                if (!histories.containsKey(id)) {
                    histories.put(id, ledger.history(id));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return histories;
    }

    private void judge() {
        if (world.isRestless()) {
            broken(Promise.COMES_TO_REST, "still busy after %d points", world.trace().size());
            return;
        }
        world.surprises().forEach(what -> broken(Promise.NO_SURPRISE, "%s", what));
        everythingEnded();
        outputsWhole();
        setsWhole();
        nothingElseVisible();
        histories.values().forEach(history -> History.check(history, violations));
        events();
        routed();
        jobs();
        uploads();
        Stream.of(world.intake(), world.submissions())
                .flatMap(queue -> queue.deadLetters().stream())
                .forEach(letter -> broken(Promise.NO_DEAD_LETTER, "%s", letter));
    }

    private void broken(Promise promise, String format, Object... arguments) {
        violations.add(new Violation(promise, format.formatted(arguments)));
    }

    private void everythingEnded() {
        var ended = new HashSet<String>();
        for (var history : histories.values()) {
            var item = history.getFirst().item();
            var what = item.phase() + " " + subject(item);
            if (!(history.getLast().state() instanceof State.Announced)) {
                broken(
                        Promise.EVERYTHING_ENDED,
                        "%s is left %s",
                        what,
                        history.getLast().state().word());
                continue;
            }
            if (!ended.add(what + " " + status(history))) {
                broken(Promise.EVERYTHING_ENDED, "%s has two work items", what);
            }
        }
        for (var expected : world.scenario().endings()) {
            if (!ended.remove(expected) && !ended.remove(failed(expected))) {
                broken(Promise.EVERYTHING_ENDED, "nothing says: %s", expected);
            }
        }
        ended.forEach(what -> broken(Promise.EVERYTHING_ENDED, "unexpected: %s", what));
    }

    /** Who gathered a set gave its manifest a name; the set's own is the same whoever did. */
    private static String subject(WorkItem item) {
        return item.set().isPresent() ? item.name() : item.input().key();
    }

    /** A set has every output of its phase, once, in the order of the upload's. */
    private void setsWhole() {
        for (var history : histories.values()) {
            var item = history.getFirst().item();
            if (item.set().isEmpty()) {
                continue;
            }
            var manifest = world.store().get(item.input().location()).orElseThrow();
            var members =
                    Json.readObject(manifest).objects(SetMember.LIST).stream()
                            .map(member -> SetMember.fromJson(member).object().key())
                            .toList();
            var every = item.set().get().every();
            var expected =
                    world.scenario().outputs().keySet().stream()
                            .filter(key -> key.startsWith(every + "/"))
                            .sorted()
                            .toList();
            if (!members.equals(expected)) {
                broken(Promise.SETS_WHOLE, "%s has %s of %s", item.phase(), members, expected);
            }
        }
    }

    /** The ending that a work item may have instead, where jobs have but one attempt. */
    private String failed(String expected) {
        return world.scenario().mayFail()
                ? expected.replaceFirst(" succeeded$", " failed")
                : expected;
    }

    private static String status(List<Entry> history) {
        return ending(history).map(PhaseEvent::status).orElse("without an end");
    }

    private static Optional<PhaseEvent> ending(List<Entry> history) {
        return history.stream().flatMap(entry -> PhaseEvent.ending(entry).stream()).findFirst();
    }

    private void outputsWhole() {
        world.scenario()
                .outputs()
                .forEach(
                        (key, content) -> {
                            var location = output(key);
                            var there = world.store().get(location);
                            if (there.isEmpty()) {
                                if (!world.scenario().mayFail()) {
                                    broken(Promise.OUTPUTS_WHOLE, "%s is missing", key);
                                }
                            } else if (!text(there.get()).equals(content)) {
                                broken(
                                        Promise.OUTPUTS_WHOLE,
                                        "%s is \"%s\"",
                                        key,
                                        text(there.get()));
                            }
                        });
    }

    private static String text(byte[] content) {
        return new String(content, StandardCharsets.UTF_8);
    }

    private static ObjectLocation output(String key) {
        return new ObjectLocation(World.PLACES.outputBucket(), key);
    }

    private void nothingElseVisible() {
        var told =
                histories.values().stream()
                        .flatMap(List::stream)
                        .flatMap(entry -> outputs(entry.state()).stream())
                        .collect(Collectors.toSet());
        for (var key : visible()) {
            var location = output(key);
            if (world.store().versions(location) != 1) {
                broken(
                        Promise.OUTPUTS_WHOLE,
                        "%s has %d versions",
                        key,
                        world.store().versions(location));
            }
            var version = world.store().head(location).orElseThrow().version();
            if (!told.remove(version)) {
                broken(Promise.NOTHING_ELSE_VISIBLE, "the ledger doesn't tell of %s", version);
            }
        }
        told.forEach(version -> broken(Promise.OUTPUTS_WHOLE, "%s is told of, not there", version));
    }

    private List<String> visible() {
        try (var keys = world.store().list(World.PLACES.outputBucket(), "", "")) {
            return keys.map(ObjectLocation::key).toList();
        }
    }

    private static List<ObjectVersion> outputs(State state) {
        return state instanceof State.Succeeded(var results, var _) ? results.listed() : List.of();
    }

    private void events() {
        for (var history : histories.values()) {
            var item = history.getFirst().item();
            var told =
                    world.events().published().stream()
                            .filter(event -> event.item().id().equals(item.id()))
                            .filter(event -> event.happening().isTerminal())
                            .toList();
            var ids = told.stream().map(PhaseEvent::id).collect(Collectors.toSet());
            if (ids.size() != 1) {
                broken(Promise.ONE_TERMINAL_EVENT, "%s told %s", item.phase(), ids);
            }
            var ending = ending(history);
            told.stream()
                    .filter(event -> !ending.equals(Optional.of(event)))
                    .forEach(
                            event ->
                                    broken(
                                            Promise.EVENTS_AGREE,
                                            "%s was told, the ledger says %s",
                                            event.id(),
                                            ending.map(PhaseEvent::id).orElse("nothing")));
        }
    }

    private void routed() {
        var told =
                world.events().published().stream()
                        .filter(event -> event.happening() instanceof PhaseEvent.Happening.Routed)
                        .map(PhaseEvent::id)
                        .collect(Collectors.toSet());
        for (var history : histories.values()) {
            var item = history.getFirst().item();
            if (history.stream().anyMatch(entry -> isOfJob(entry.state()))
                    && !told.contains(item.id() + ".routed")) {
                broken(Promise.ROUTED_TOLD, "%s of %s", item.phase(), subject(item));
            }
        }
    }

    private static boolean isOfJob(State state) {
        return state instanceof State.Submitted
                || state instanceof State.Claimed(Worker.JobAttempt _, var _);
    }

    private void jobs() {
        var recorded =
                histories.values().stream()
                        .flatMap(List::stream)
                        .filter(entry -> entry.state() instanceof State.Submitting)
                        .map(entry -> ((State.Submitting) entry.state()).jobName())
                        .collect(Collectors.toSet());
        for (var job : world.batch().jobs()) {
            if (!job.hasEnded() || !recorded.contains(job.name())) {
                broken(Promise.NO_JOB_LEAKED, "%s, %s", job.id(), job.name());
            }
            if (world.batch().jobs().stream().anyMatch(job::repeats)) {
                broken(Promise.NO_JOB_TWICE, "%s, %s", job.id(), job.name());
            }
        }
    }

    private void uploads() {
        for (var upload : world.store().openUploads()) {
            var uploader = world.uploaders().get(upload);
            if (!uploader.isHindered()) {
                broken(Promise.NO_UPLOAD_LEFT, "%s of %s", upload, uploader.name());
            }
        }
    }
}
