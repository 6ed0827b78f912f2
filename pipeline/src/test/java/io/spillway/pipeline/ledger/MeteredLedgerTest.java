package io.spillway.pipeline.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.memory.MemoryMeter;
import io.spillway.pipeline.memory.MemoryObjectStore;
import io.spillway.pipeline.routing.Route;
import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.telemetry.Subject;
import io.spillway.pipeline.work.Upload;
import io.spillway.pipeline.work.WorkItem;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MeteredLedgerTest extends LedgerContract {

    private final MemoryMeter meter = new MemoryMeter();
    private final Ledger ledger =
            new MeteredLedger(new ObjectLedger(new MemoryObjectStore(), "work", "ledger/"), meter);

    @Override
    protected Ledger ledger() {
        return ledger;
    }

    private static Entry by(String writer) {
        var object = new ObjectVersion(new ObjectLocation("in", "a"), Optional.of("v"), "e", 1);
        var upload = Upload.of("p", object, "v");
        var item = new WorkItem("i", "p", "convert", object, ContentType.CSV, "a", upload, 0);
        return Entry.first(
                Instant.EPOCH, writer, item, new Route.Inline(""), new State.Skipped("x"));
    }

    private static Entry second(Entry first, String writer) {
        return first.next(Instant.EPOCH, writer, new State.Announced());
    }

    @Test
    void countsEntriesWhoseNumberAnotherTookFirst() throws IOException {
        var first = by("one");
        ledger.append(first);
        ledger.append(by("two"));
        ledger.append(second(first, "two"));
        ledger.append(second(first, "two"));
        ledger.append(second(first, "three"));
        meter.flush();

        assertThat(meter.flushed(Subject.of("p")))
                .isEqualTo(Map.of("LedgerConflicts", List.of(1L)));
    }
}
