package io.spillway.router;

import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.telemetry.TraceContext;
import io.spillway.pipeline.work.Results;
import io.spillway.router.intake.IntakeMessage;
import io.spillway.router.intake.Origin;
import io.spillway.router.intake.OutputMessages;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Turns many outputs into a message each, so that each gets an invocation of its own.
 *
 * <p>More than {@link #PER_RANGE} are first parted into ranges, each expanded by another
 * invocation: ten thousand outputs take two steps, none of them long. Doing a step twice sends
 * messages twice, which the ledger makes harmless.
 */
final class FanOut {

    static final int PER_RANGE = 200;

    private final ObjectStore store;
    private final IntakeQueue queue;

    FanOut(ObjectStore store, IntakeQueue queue) {
        this.store = store;
        this.queue = queue;
    }

    /**
     * @param trace to send on with each message
     */
    Handled start(Origin from, Results results, Optional<TraceContext> trace) throws IOException {
        if (results.manifest().isEmpty()) {
            return send(from, results.listed(), 0, results.count(), trace);
        }
        var manifest = results.manifest().get();
        return expand(new IntakeMessage.OutputRange(from, manifest, 0, results.count()), trace);
    }

    /**
     * @param trace to send on with each message
     */
    Handled expand(IntakeMessage.OutputRange range, Optional<TraceContext> trace)
            throws IOException {
        if (range.end() - range.first() <= PER_RANGE) {
            var all = read(range);
            return send(
                    range.from(),
                    all.subList(range.first(), range.end()),
                    range.first(),
                    all.size(),
                    trace);
        }
        queue.send(
                IntStream.iterate(
                                range.first(),
                                first -> first < range.end(),
                                first -> first + PER_RANGE)
                        .mapToObj(first -> part(range, first))
                        .map(part -> OutputMessages.write(part, trace))
                        .toList());
        return Handled.DONE;
    }

    private static IntakeMessage.OutputRange part(IntakeMessage.OutputRange range, int first) {
        return new IntakeMessage.OutputRange(
                range.from(), range.manifest(), first, Math.min(range.end(), first + PER_RANGE));
    }

    /**
     * @param first ordinal of the first of these outputs
     * @param of how many outputs the work item has in all
     */
    private Handled send(
            Origin from,
            List<ObjectVersion> outputs,
            int first,
            int of,
            Optional<TraceContext> trace)
            throws IOException {
        queue.send(
                IntStream.range(0, outputs.size())
                        .mapToObj(
                                i -> new IntakeMessage.Output(from, outputs.get(i), first + i, of))
                        .map(message -> OutputMessages.write(message, trace))
                        .toList());
        return Handled.DONE;
    }

    /** All outputs, also those outside the range: their number tells where the range is. */
    private List<ObjectVersion> read(IntakeMessage.OutputRange range) throws IOException {
        var manifest =
                store.get(range.manifest())
                        .orElseThrow(
                                () ->
                                        new IOException(
                                                "Manifest %s is missing: nothing may delete it while its pipeline runs."
                                                        .formatted(range.manifest())));
        return Json.readObject(manifest).objects("outputs").stream()
                .map(ObjectVersion::fromJson)
                .toList();
    }
}
