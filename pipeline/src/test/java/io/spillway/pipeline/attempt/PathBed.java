package io.spillway.pipeline.attempt;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.pipeline.definition.BatchNeeds;
import io.spillway.pipeline.definition.InlineLimits;
import io.spillway.pipeline.definition.Match;
import io.spillway.pipeline.definition.Phase;
import io.spillway.pipeline.definition.PipelineDefinition;
import io.spillway.pipeline.definition.StageSpec;
import io.spillway.pipeline.definition.Trigger;
import io.spillway.pipeline.ledger.Entry;
import io.spillway.pipeline.ledger.Ledger;
import io.spillway.pipeline.ledger.ObjectLedger;
import io.spillway.pipeline.ledger.State;
import io.spillway.pipeline.memory.MemoryEvents;
import io.spillway.pipeline.memory.MemoryObjectStore;
import io.spillway.pipeline.memory.TestClock;
import io.spillway.pipeline.routing.Route;
import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.stage.Stage;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.work.Upload;
import io.spillway.pipeline.work.WorkItem;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** One phase, one input, and everything around them in memory. */
final class PathBed {

    static final Route INLINE = new Route.Inline("Small.");

    final TestClock clock = new TestClock();
    final MemoryObjectStore store;
    final MemoryEvents events = new MemoryEvents();
    final Ledger ledger;
    private final AtomicInteger writers = new AtomicInteger();
    private Optional<BatchNeeds> batch = Optional.of(BatchNeeds.DEFAULT);

    PathBed() {
        this(8 << 20);
    }

    /**
     * @param partSize in bytes, of which outputs are stored
     */
    PathBed(int partSize) {
        store = new MemoryObjectStore(clock, partSize);
        ledger = new ObjectLedger(store, "work", Places.LEDGER_PREFIX);
    }

    PathBed withoutBatch() {
        batch = Optional.empty();
        return this;
    }

    WorkItem item(String content) {
        var object = store.put(new ObjectLocation("drop", "in/a.txt"), content.getBytes(UTF_8));
        var revision = object.versionId().orElseThrow();
        return new WorkItem(
                WorkItem.idOf("p", "work", object, revision),
                "p",
                "work",
                object,
                ContentType.TEXT,
                "in/a.txt",
                Upload.of("p", object, revision),
                0);
    }

    WorkPath path(Stage stage) {
        return path(stage, new Crashes(0, false));
    }

    WorkPath path(Stage stage, Crashes crashes) {
        var phase =
                new Phase(
                        "work",
                        List.of(new Trigger.Upload()),
                        new Match(List.of(), Set.of()),
                        new StageSpec.Named("work", Map.of()),
                        Optional.of(InlineLimits.DEFAULT),
                        batch,
                        "work/");
        return new WorkPath(
                new PipelineDefinition("p", List.of(phase)),
                crashes.of(store),
                crashes.of(ledger),
                crashes.of(events),
                _ -> stage,
                new Places("out", "work"),
                clock,
                () -> "writer-" + writers.incrementAndGet());
    }

    /** Attempts it with one stage after the other, and says whether that crashed. */
    boolean isCrashed(WorkItem item, List<Stage> stages, Crashes crashes, Host host)
            throws IOException {
        try {
            for (var stage : stages) {
                path(stage, crashes).attempt(item, INLINE, host);
            }
            return false;
        } catch (Crashes.Crash e) {
            return true;
        }
    }

    List<String> states(WorkItem item) throws IOException {
        return ledger.history(item.id()).stream().map(Entry::state).map(State::word).toList();
    }

    /** An output; empty if it isn't visible. */
    Optional<String> output(String name) {
        return store.get(location(name)).map(bytes -> new String(bytes, UTF_8));
    }

    int versions(String name) {
        return store.versions(location(name));
    }

    private static ObjectLocation location(String name) {
        return new ObjectLocation("out", "work/in/a.txt/" + name);
    }
}
