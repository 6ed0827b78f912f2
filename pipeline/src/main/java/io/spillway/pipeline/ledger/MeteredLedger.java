package io.spillway.pipeline.ledger;

import io.spillway.pipeline.telemetry.Meter;
import io.spillway.pipeline.telemetry.Metric;
import io.spillway.pipeline.telemetry.Subject;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Counts entries whose number another host took first. First entries aren't counted: trying one is
 * how a host finds out whether a work item is known.
 */
public final class MeteredLedger implements Ledger {

    private final Ledger ledger;
    private final Meter meter;

    public MeteredLedger(Ledger ledger, Meter meter) {
        this.ledger = ledger;
        this.meter = meter;
    }

    @Override
    public Optional<Entry> newest(String workItemId) throws IOException {
        return ledger.newest(workItemId);
    }

    @Override
    public boolean isKnown(String workItemId) throws IOException {
        return ledger.isKnown(workItemId);
    }

    @Override
    public List<Entry> history(String workItemId) throws IOException {
        return ledger.history(workItemId);
    }

    @Override
    public boolean append(Entry entry) throws IOException {
        var appended = ledger.append(entry);
        if (!appended && entry.number() > 1) {
            meter.count(Metric.LEDGER_CONFLICTS, Subject.of(entry.item().pipeline()));
        }
        return appended;
    }
}
