package io.spillway.aws;

import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.store.StoreException;
import java.io.FilterInputStream;
import java.io.IOException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** The body of a GET. Closing it early drops the connection instead of reading the rest. */
final class S3Body extends FilterInputStream {

    private final ObjectVersion version;
    private final ResponseInputStream<GetObjectResponse> body;
    private long left;

    S3Body(ObjectVersion version, ResponseInputStream<GetObjectResponse> body) {
        super(body);
        this.version = version;
        this.body = body;
        this.left = body.response().contentLength();
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        try {
            var count = body.read(target, offset, length);
            if (count < 0) {
                throw new StoreException.Transient(
                        "Reading %s broke off %d bytes before the end of the answer."
                                .formatted(version, left),
                        null);
            }
            left -= count;
            return count;
        } catch (StoreException e) {
            throw e;
        } catch (IOException | SdkException e) {
            throw S3ObjectStore.transientFailure("Reading " + version, e);
        }
    }

    @Override
    public long skip(long count) throws IOException {
        var skipped = 0L;
        var buffer = new byte[Math.clamp(count, 1, 64 * 1024)];
        while (skipped < count) {
            var read = read(buffer, 0, (int) Math.min(buffer.length, count - skipped));
            if (read < 0) {
                break;
            }
            skipped += read;
        }
        return skipped;
    }

    @Override
    public void close() throws IOException {
        if (left > 0) {
            body.abort();
        } else {
            body.close();
        }
    }
}
