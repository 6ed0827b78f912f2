package io.spillway.pipeline.memory;

import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.pipeline.store.ObjectStoreContract;
import io.spillway.pipeline.store.ObjectVersion;

class MemoryObjectStoreTest extends ObjectStoreContract {

    private final MemoryObjectStore store = new MemoryObjectStore();

    @Override
    protected ObjectStore store() {
        return store;
    }

    @Override
    protected String bucket() {
        return "bucket";
    }

    @Override
    protected void put(ObjectLocation location, byte[] content) {
        store.put(location, content);
    }

    @Override
    protected void deleteForGood(ObjectVersion version) {
        store.delete(version.location());
    }
}
