package io.spillway.pipeline.detect;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The start of a gzip, unpacked to see how well it packs.
 *
 * @param packed bytes of the sample, 1 or more
 * @param unpacked bytes that came out of them
 * @param severalMembers whether the first member ended before the file did
 */
record DeflateSample(long packed, long unpacked, boolean severalMembers) {

    private static final int SAMPLE = 128 << 10;
    private static final int MOST_UNPACKED = 32 << 20;

    /** Source: RFC 1952 2.3.1. */
    private static final int HEADER = 10;

    private static final int TRAILER = 8;
    private static final int FLAG_HEADER_CHECKSUM = 2;
    private static final int FLAG_EXTRA = 4;
    private static final int FLAG_NAME = 8;
    private static final int FLAG_COMMENT = 16;

    /** Unpacks the first 128 KiB; empty if that fails before anything came out. */
    static Optional<DeflateSample> of(Ranges range) throws IOException {
        var head = range.head(SAMPLE);
        if (!skipHeader(head)) {
            return Optional.empty();
        }
        var inflater = new Inflater(true);
        try {
            inflater.setInput(head);
            var unpacked = inflate(inflater);
            var packed = inflater.getBytesRead();
            var several = inflater.finished() && range.size() > head.position() + TRAILER;
            return packed == 0 || unpacked == 0 && !several
                    ? Optional.empty()
                    : Optional.of(new DeflateSample(packed, unpacked, several));
        } finally {
            inflater.end();
        }
    }

    /** What {@code size} bytes unpack to at the sample's ratio. */
    long scaledTo(long size) {
        return (long) Math.min(Long.MAX_VALUE, (double) size / packed * unpacked);
    }

    private static long inflate(Inflater inflater) {
        var buffer = new byte[64 << 10];
        var unpacked = 0L;
        try {
            while (unpacked < MOST_UNPACKED) {
                var count = inflater.inflate(buffer);
                if (count == 0) {
                    return unpacked;
                }
                unpacked += count;
            }
        } catch (DataFormatException _) {
            // What came out before still tells a ratio; unpacking will tell where it is broken.
        }
        return unpacked;
    }

    private static boolean skipHeader(ByteBuffer head) {
        if (head.remaining() < HEADER) {
            return false;
        }
        int flags = head.get(3);
        head.position(HEADER);
        if ((flags & FLAG_EXTRA) != 0 && !skipExtra(head)) {
            return false;
        }
        if ((flags & FLAG_NAME) != 0 && !skipText(head)) {
            return false;
        }
        if ((flags & FLAG_COMMENT) != 0 && !skipText(head)) {
            return false;
        }
        return (flags & FLAG_HEADER_CHECKSUM) == 0 || skip(head, 2);
    }

    private static boolean skipExtra(ByteBuffer head) {
        return head.remaining() >= 2 && skip(head, head.getShort() & 0xFFFF);
    }

    private static boolean skipText(ByteBuffer head) {
        while (head.hasRemaining()) {
            if (head.get() == 0) {
                return true;
            }
        }
        return false;
    }

    private static boolean skip(ByteBuffer head, int count) {
        if (head.remaining() < count) {
            return false;
        }
        head.position(head.position() + count);
        return true;
    }
}
