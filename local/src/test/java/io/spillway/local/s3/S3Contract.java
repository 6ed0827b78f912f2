package io.spillway.local.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * What every part of the contract with Amazon S3 starts from: an ordinary client, and a bucket of
 * its own for each test.
 */
abstract class S3Contract {

    static final int MIB = 1 << 20;

    private static final AtomicInteger BUCKETS = new AtomicInteger();

    final String bucket = "contract-" + BUCKETS.incrementAndGet();

    /** A client of the server that is held to the contract. */
    abstract S3Client s3();

    @BeforeEach
    final void makesTheBucket() {
        s3().createBucket(create -> create.bucket(bucket));
    }

    final PutObjectResponse put(String key, String content) {
        return s3().putObject(put -> put.bucket(bucket).key(key), RequestBody.fromString(content));
    }

    final String get(String key) {
        return s3().getObjectAsBytes(get -> get.bucket(bucket).key(key)).asUtf8String();
    }

    final String get(String key, String versionId) {
        return s3().getObjectAsBytes(get -> get.bucket(bucket).key(key).versionId(versionId))
                .asUtf8String();
    }

    final String startUpload(String key) {
        return s3().createMultipartUpload(create -> create.bucket(bucket).key(key)).uploadId();
    }

    final CompletedPart uploadPart(String key, String uploadId, int number, byte[] content) {
        var etag =
                s3().uploadPart(
                                part ->
                                        part.bucket(bucket)
                                                .key(key)
                                                .uploadId(uploadId)
                                                .partNumber(number),
                                RequestBody.fromBytes(content))
                        .eTag();
        return CompletedPart.builder().partNumber(number).eTag(etag).build();
    }

    final CompleteMultipartUploadResponse complete(
            String key, String uploadId, CompletedPart... parts) {
        return s3().completeMultipartUpload(
                        complete ->
                                complete.bucket(bucket)
                                        .key(key)
                                        .uploadId(uploadId)
                                        .multipartUpload(list -> list.parts(parts)));
    }

    final void enableVersioning() {
        setVersioning(BucketVersioningStatus.ENABLED);
    }

    final void setVersioning(BucketVersioningStatus status) {
        s3().putBucketVersioning(
                        put -> put.bucket(bucket).versioningConfiguration(c -> c.status(status)));
    }

    /** Asserts that a call is refused with this status and code. */
    static S3Exception assertRefused(int status, String code, ThrowingCallable call) {
        var refusal = catchThrowableOfType(S3Exception.class, call);
        assertThat(refusal).as("a refusal with %d %s", status, code).isNotNull();
        assertThat(refusal.statusCode() + " " + refusal.awsErrorDetails().errorCode())
                .isEqualTo(status + " " + code);
        return refusal;
    }

    /** Asserts that a call without an answer's body is refused with this status. */
    static S3Exception assertRefused(int status, ThrowingCallable call) {
        var refusal = catchThrowableOfType(S3Exception.class, call);
        assertThat(refusal).as("a refusal with %d", status).isNotNull();
        assertThat(refusal.statusCode()).isEqualTo(status);
        return refusal;
    }

    /** Bytes that don't repeat. */
    static byte[] bytes(int size) {
        var bytes = new byte[size];
        new SplittableRandom(size).nextBytes(bytes);
        return bytes;
    }

    static byte[] range(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }

    /** Runs a task on so many threads that all begin at once, and returns what each came to. */
    static <T> List<T> atOnce(int threads, Callable<T> task) throws Exception {
        var ready = new CountDownLatch(threads);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<T> together =
                    () -> {
                        ready.countDown();
                        ready.await();
                        return task.call();
                    };
            return IntStream.range(0, threads)
                    .mapToObj(_ -> executor.submit(together))
                    .toList()
                    .stream()
                    .map(S3Contract::result)
                    .toList();
        }
    }

    private static <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
