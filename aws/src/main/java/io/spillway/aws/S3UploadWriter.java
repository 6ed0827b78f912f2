package io.spillway.aws;

import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.PendingUpload;
import io.spillway.pipeline.store.StoreException;
import io.spillway.pipeline.store.UploadWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A multipart upload of which one part at a time is filled, while others are stored in the
 * background if its store has memory for that. Nothing is sent before the first part is full, so
 * that starting an output costs no request.
 */
final class S3UploadWriter extends UploadWriter {

    /** Smallest part but the last. Source: Amazon S3 User Guide, "Multipart upload limits". */
    private static final int SMALLEST_PART = 5 << 20;

    /** Most parts. Source: as above. */
    private static final int MOST_PARTS = 10_000;

    private static final int FIRST_PARTS = 8 << 20;
    private static final int FIRST_BUFFER = 16 * 1024;

    /** S3 keeps the object's type from the upload's start. */
    private static final String PART_TYPE = "application/octet-stream";

    private final S3Client s3;
    private final PartUploads background;
    private final ObjectLocation location;
    private final String contentType;
    private final Map<String, String> metadata;
    private final boolean resumed;
    private final List<Future<PendingUpload.Part>> parts = new ArrayList<>();
    private byte[] buffer = new byte[FIRST_BUFFER];
    private int buffered;
    private long written;
    private String uploadId;
    private PendingUpload finished;
    private boolean closed;

    S3UploadWriter(
            S3Client s3,
            PartUploads background,
            ObjectLocation location,
            String contentType,
            Map<String, String> metadata) {
        this.s3 = s3;
        this.background = background;
        this.location = location;
        this.contentType = contentType;
        this.metadata = Map.copyOf(metadata);
        this.resumed = false;
    }

    /** One that goes on with an upload that another writer left. */
    S3UploadWriter(S3Client s3, PartUploads background, PendingUpload left) {
        this.s3 = s3;
        this.background = background;
        this.location = left.location();
        this.contentType = PART_TYPE;
        this.metadata = Map.of();
        this.resumed = true;
        this.uploadId = left.uploadId();
        this.written = left.size();
        left.parts().forEach(part -> parts.add(CompletableFuture.completedFuture(part)));
    }

    /**
     * Bytes in a part: 8 MiB for the first thousand, twice that for the second and so on, which
     * reaches 429 GiB in ten thousand parts.
     */
    static int partSize(int number) {
        return Math.max(SMALLEST_PART, FIRST_PARTS * (1 + (number - 1) / 1000));
    }

    @Override
    public long written() {
        return written;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (closed || finished != null) {
            throw new IOException("Cannot write to %s: its upload has ended.".formatted(location));
        }
        var left = length;
        while (left > 0) {
            var room = partSize(parts.size() + 1) - buffered;
            if (room == 0) {
                storePart();
                continue;
            }
            var count = Math.min(room, left);
            makeRoom(count);
            System.arraycopy(bytes, offset + length - left, buffer, buffered, count);
            buffered += count;
            left -= count;
        }
        written += length;
    }

    private void makeRoom(int count) {
        if (buffered + count > buffer.length) {
            var grown =
                    Math.max(
                            buffered + count,
                            Math.min(2 * buffer.length, partSize(parts.size() + 1)));
            buffer = Arrays.copyOf(buffer, grown);
        }
    }

    /** Stores a full part, in the background where that is on, and begins the next. */
    private void storePart() throws IOException {
        start();
        if (!background.isOn()) {
            storeHere();
            return;
        }
        demandStoredSoFar();
        var number = parts.size() + 1;
        var part = buffer;
        var size = buffered;
        parts.add(background.start(part, () -> store(number, part, size)));
        buffer = background.buffer(partSize(parts.size() + 1));
        buffered = 0;
    }

    private void storeHere() throws IOException {
        parts.add(CompletableFuture.completedFuture(store(parts.size() + 1, buffer, buffered)));
        buffered = 0;
    }

    private void start() throws IOException {
        if (parts.size() == MOST_PARTS) {
            throw new StoreException.Permanent(
                    "Cannot write %s: more than %d bytes in %d parts. Let the stage write several outputs."
                            .formatted(location, written, MOST_PARTS),
                    null);
        }
        if (uploadId != null) {
            return;
        }
        try {
            uploadId =
                    s3.createMultipartUpload(
                                    create ->
                                            create.bucket(location.bucket())
                                                    .key(location.key())
                                                    .contentType(contentType)
                                                    .metadata(metadata))
                            .uploadId();
        } catch (SdkException | UncheckedIOException e) {
            throw S3Errors.of("Writing " + location, e);
        }
    }

    /** Stores one part. The client repeats what failed for a reason that may pass. */
    private PendingUpload.Part store(int number, byte[] part, int size) throws IOException {
        try {
            var answer =
                    s3.uploadPart(
                            upload ->
                                    upload.bucket(location.bucket())
                                            .key(location.key())
                                            .uploadId(uploadId)
                                            .partNumber(number),
                            RequestBody.fromContentProvider(
                                    () -> new ByteArrayInputStream(part, 0, size),
                                    size,
                                    contentType));
            return new PendingUpload.Part(number, answer.eTag());
        } catch (SdkException | UncheckedIOException e) {
            throw S3Errors.of("Writing " + location, e);
        }
    }

    /** Fails if any part is known to have failed: what is written now is in vain. */
    private void demandStoredSoFar() throws IOException {
        for (var part : parts) {
            if (part.state() == Future.State.FAILED) {
                stored(part);
            }
        }
    }

    @Override
    public PendingUpload finish() throws IOException {
        if (finished == null) {
            if (buffered > 0 || parts.isEmpty()) {
                start();
                storeHere();
            }
            buffer = new byte[0];
            var all = new ArrayList<PendingUpload.Part>(parts.size());
            for (var part : parts) {
                all.add(stored(part));
            }
            finished = new PendingUpload(location, uploadId, all, written);
        }
        return finished;
    }

    @Override
    public long stored() {
        return size(storedParts());
    }

    private List<PendingUpload.Part> storedParts() {
        return parts.stream()
                .takeWhile(part -> part.state() == Future.State.SUCCESS)
                .map(Future::resultNow)
                .toList();
    }

    /** Every part but the last is full, and that one is stored by {@link #finish} only. */
    private static long size(List<PendingUpload.Part> full) {
        return full.stream().mapToLong(part -> partSize(part.number())).sum();
    }

    @Override
    public Optional<PendingUpload> leave(Duration most) throws IOException {
        await(most);
        var stored = storedParts();
        if (finished != null) {
            stored = stored.subList(0, stored.size() - 1);
        }
        if (stored.isEmpty()) {
            close();
            return Optional.empty();
        }
        closed = true;
        buffer = new byte[0];
        return Optional.of(new PendingUpload(location, uploadId, stored, size(stored)));
    }

    /** Waits for parts under way; those that fail or take longer aren't there. */
    private void await(Duration most) throws InterruptedIOException {
        var end = System.nanoTime() + most.toNanos();
        for (var part : parts) {
            try {
                part.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (ExecutionException | TimeoutException e) {
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("Interrupted while parts were being stored.");
            }
        }
    }

    private static PendingUpload.Part stored(Future<PendingUpload.Part> part) throws IOException {
        try {
            return part.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while parts were being stored.");
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException cause -> throw cause;
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case Throwable cause -> throw new IllegalStateException(cause);
            }
        }
    }

    /** A part that is stored after the upload was aborted would stay: it is waited for. */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        buffer = new byte[0];
        if (finished == null && uploadId != null && !resumed) {
            awaitParts();
            S3ObjectStore.abort(s3, location, uploadId);
        }
    }

    private void awaitParts() throws InterruptedIOException {
        for (var part : parts) {
            try {
                part.get();
            } catch (ExecutionException e) {
                // It isn't there: nothing to abort of it.
                continue;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("Interrupted while parts were being stored.");
            }
        }
    }
}
