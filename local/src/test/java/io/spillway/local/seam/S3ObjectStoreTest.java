package io.spillway.local.seam;

import io.spillway.aws.S3ObjectStore;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.pipeline.store.ObjectStoreContract;
import io.spillway.pipeline.store.ObjectVersion;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

class S3ObjectStoreTest extends ObjectStoreContract {

    @RegisterExtension static final TwinExtension TWIN = new TwinExtension();

    @BeforeAll
    static void createBucket() {
        TWIN.clients().s3().createBucket(create -> create.bucket("versioned"));
        TWIN.clients()
                .s3()
                .putBucketVersioning(
                        put ->
                                put.bucket("versioned")
                                        .versioningConfiguration(
                                                versioning ->
                                                        versioning.status(
                                                                BucketVersioningStatus.ENABLED)));
    }

    @Override
    protected ObjectStore store() {
        return new S3ObjectStore(TWIN.clients().s3());
    }

    @Override
    protected String bucket() {
        return "versioned";
    }

    @Override
    protected void put(ObjectLocation location, byte[] content) {
        TWIN.clients()
                .s3()
                .putObject(
                        put -> put.bucket(location.bucket()).key(location.key()),
                        RequestBody.fromBytes(content));
    }

    @Override
    protected void deleteForGood(ObjectVersion version) {
        TWIN.clients()
                .s3()
                .deleteObject(
                        delete ->
                                delete.bucket(version.bucket())
                                        .key(version.key())
                                        .versionId(version.versionId().orElseThrow()));
    }
}
