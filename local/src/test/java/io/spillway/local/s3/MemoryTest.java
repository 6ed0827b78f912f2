package io.spillway.local.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

/** Memory doesn't grow with the size of objects. */
class MemoryTest {

    private static final long SIZE = 256L << 20;

    @TempDir Path directory;

    /** Bytes that don't repeat, and that nobody has to keep. */
    private static final class RandomBytes extends InputStream {
        private final SplittableRandom random = new SplittableRandom(1);
        private final byte[] block = new byte[1 << 16];
        private long left = SIZE;

        RandomBytes() {
            random.nextBytes(block);
        }

        @Override
        public int read() {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            if (left == 0) {
                return -1;
            }
            int count = (int) Math.min(Math.min(length, block.length), left);
            System.arraycopy(block, 0, bytes, offset, count);
            block[(int) (left % block.length)]++;
            left -= count;
            return count;
        }
    }

    @Test
    void storesAndReturns256MiBWithAHeapOf48MiB() throws Exception {
        try (var child = LocalS3Process.start(directory, "-Xmx48m");
                var s3 = LocalServer.client(child.endpoint())) {
            s3.createBucket(create -> create.bucket("large"));
            var sent = new CheckedInputStream(new RandomBytes(), new CRC32());
            long start = System.nanoTime();
            s3.putObject(
                    put -> put.bucket("large").key("key"), RequestBody.fromInputStream(sent, SIZE));
            long stored = System.nanoTime();

            long received;
            try (var content = s3.getObject(get -> get.bucket("large").key("key"))) {
                received = checksum(content);
            }
            long read = System.nanoTime();

            assertThat(received).isEqualTo(sent.getChecksum().getValue());
            assertThat(child.isAlive()).isTrue();
            System.out.printf(
                    "256 MiB with a heap of 48 MiB: put %d MiB/s, get %d MiB/s%n",
                    rate(stored - start), rate(read - stored));
        }
    }

    private static long rate(long nanos) {
        return (SIZE >> 20) * 1_000_000_000L / nanos;
    }

    private static long checksum(InputStream content) throws IOException {
        var checked = new CheckedInputStream(content, new CRC32());
        checked.transferTo(OutputStream.nullOutputStream());
        return checked.getChecksum().getValue();
    }
}
