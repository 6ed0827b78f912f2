package io.spillway.local.bench;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** What S3 and its client alone cost for a large object: one GET, and a part after the other. */
final class PlainCopy {

    /** As large as the first parts that a job writes. */
    private static final int PART_BYTES = 8 << 20;

    private static final String OCTETS = "application/octet-stream";

    private PlainCopy() {}

    /** Copies an object into a bucket, which is made if absent. */
    static Duration run(S3Client s3, String bucket, String key, String target) throws IOException {
        if (s3.listBuckets().buckets().stream().noneMatch(one -> one.name().equals(target))) {
            s3.createBucket(create -> create.bucket(target));
        }
        var start = System.nanoTime();
        var upload = s3.createMultipartUpload(create -> create.bucket(target).key(key)).uploadId();
        try (var body = s3.getObject(get -> get.bucket(bucket).key(key))) {
            var parts = copy(s3, body, target, key, upload);
            s3.completeMultipartUpload(
                    complete ->
                            complete.bucket(target)
                                    .key(key)
                                    .uploadId(upload)
                                    .multipartUpload(list -> list.parts(parts)));
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static List<CompletedPart> copy(
            S3Client s3, InputStream body, String bucket, String key, String upload)
            throws IOException {
        var buffer = new byte[PART_BYTES];
        var parts = new ArrayList<CompletedPart>();
        for (int size = body.readNBytes(buffer, 0, PART_BYTES);
                size > 0;
                size = body.readNBytes(buffer, 0, PART_BYTES)) {
            int number = parts.size() + 1;
            int length = size;
            var stored =
                    s3.uploadPart(
                            part ->
                                    part.bucket(bucket)
                                            .key(key)
                                            .uploadId(upload)
                                            .partNumber(number),
                            RequestBody.fromContentProvider(
                                    () -> new ByteArrayInputStream(buffer, 0, length),
                                    length,
                                    OCTETS));
            parts.add(CompletedPart.builder().partNumber(number).eTag(stored.eTag()).build());
        }
        return parts;
    }
}
