package io.spillway.pipeline.ledger;

import io.spillway.pipeline.memory.MemoryObjectStore;

class ObjectLedgerTest extends LedgerContract {

    private final Ledger ledger = new ObjectLedger(new MemoryObjectStore(), "work", "ledger/");

    @Override
    protected Ledger ledger() {
        return ledger;
    }
}
