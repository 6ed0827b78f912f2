package io.spillway.local.seam;

import io.spillway.aws.S3ObjectStore;
import io.spillway.pipeline.ledger.Ledger;
import io.spillway.pipeline.ledger.LedgerContract;
import io.spillway.pipeline.ledger.ObjectLedger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;

class S3LedgerTest extends LedgerContract {

    @RegisterExtension static final TwinExtension TWIN = new TwinExtension();

    @BeforeAll
    static void createBucket() {
        TWIN.clients().s3().createBucket(create -> create.bucket("work"));
    }

    @Override
    protected Ledger ledger() {
        return new ObjectLedger(new S3ObjectStore(TWIN.clients().s3()), "work", "ledger/");
    }
}
