package io.spillway.local.seam;

import io.spillway.aws.S3ObjectStore;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.pipeline.store.TransferMemory;

/** Holds a store that sends parts in the background to what all stores promise. */
class S3ObjectStoreInParallelTest extends S3ObjectStoreTest {

    @Override
    protected ObjectStore store() {
        return new S3ObjectStore(TWIN.clients().s3(), new TransferMemory(16 << 20));
    }
}
