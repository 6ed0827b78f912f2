package io.spillway.pipeline.detect;

import io.spillway.pipeline.detect.Unpacked.AtLeast;
import io.spillway.pipeline.detect.Unpacked.Broken;
import io.spillway.pipeline.detect.Unpacked.Exact;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * The indexes at the ends of an xz file's streams, which record what each block unpacks to.
 *
 * <p>Source: The .xz File Format 1.2.1, 2.1.2 (footer), 2.2 (padding) and 4 (index).
 */
final class XzIndex {

    private static final int FOOTER = 12;
    private static final int HEADER = 12;
    private static final int SMALLEST = HEADER + 8 + FOOTER;
    private static final int MAX_INDEX = 4 << 20;
    private static final int MAX_STREAMS = 16;
    private static final int MAX_PADDING = 64 << 10;

    /** LZMA2 can't do better than about 7,100 : 1; a file that claims more is no xz. */
    private static final long MAX_RATIO = 8192;

    private final Ranges range;
    private long end;
    private long unpacked;

    private XzIndex(Ranges range) {
        this.range = range;
        this.end = range.size();
    }

    static Unpacked unpacked(Ranges range) throws IOException {
        return new XzIndex(range).sum();
    }

    private Unpacked sum() throws IOException {
        if (range.size() < SMALLEST) {
            return broken("its %d bytes are fewer than the 32 of an empty xz".formatted(end));
        }
        for (var stream = 0; stream < MAX_STREAMS; stream++) {
            var problem = addLastStream();
            if (!problem.isEmpty()) {
                return broken(problem);
            }
            if (end == 0) {
                return new Exact(unpacked, 1, "as its xz index says");
            }
        }
        return new AtLeast(unpacked, "as the indexes of its last 16 xz streams say");
    }

    /** Adds the stream that ends at {@link #end} and moves there to its start. */
    private String addLastStream() throws IOException {
        if (end >= SMALLEST) {
            skipPadding();
        }
        if (end < SMALLEST) {
            return "its first %d bytes are no xz stream".formatted(end);
        }
        var footer = range.read(end - FOOTER, FOOTER);
        var indexSize = ((footer.getInt(4) & 0xFFFF_FFFFL) + 1) * 4;
        if (footer.get(10) != 'Y' || footer.get(11) != 'Z') {
            return "the mark YZ isn't at its end, byte %d".formatted(end);
        }
        if (indexSize > end - FOOTER - HEADER) {
            return "its last bytes claim an index of %d bytes in %d".formatted(indexSize, end);
        }
        if (indexSize > MAX_INDEX) {
            return "it claims an index of %d bytes, more than any real file has"
                    .formatted(indexSize);
        }
        return addIndex(range.read(end - FOOTER - indexSize, (int) indexSize));
    }

    private String addIndex(ByteBuffer index) {
        var length = index.limit();
        var crc = new CRC32();
        crc.update(index.array(), 0, length - 4);
        if ((int) crc.getValue() != index.getInt(length - 4)) {
            return "the checksum of its index doesn't fit";
        }
        var blocks = Blocks.of(index.limit(length - 4).position(1));
        var start = end - FOOTER - length - blocks.packed() - HEADER;
        if (!blocks.valid() || start < 0) {
            return "its index of %d bytes doesn't fit its %d bytes".formatted(length, end);
        }
        if (blocks.unpacked() > Bounded.product(end - start, MAX_RATIO)) {
            return "its index claims %d bytes from %d, which xz can't do"
                    .formatted(blocks.unpacked(), end - start);
        }
        end = start;
        unpacked = Bounded.sum(unpacked, blocks.unpacked());
        return "";
    }

    /** Streams may be followed by zeros, in fours. */
    private void skipPadding() throws IOException {
        var last = range.read(end - 4, 4);
        if (last.getInt(0) != 0) {
            return;
        }
        var length = (int) Math.min(end, MAX_PADDING) & ~3;
        var tail = range.read(end - length, length);
        var at = length;
        while (at >= 4 && tail.getInt(at - 4) == 0) {
            at -= 4;
        }
        end -= length - at;
    }

    private static Broken broken(String problem) {
        return new Broken(problem + ": the xz was cut short or damaged. Upload it again.");
    }

    /**
     * The sums over the blocks that an index lists.
     *
     * @param packed with headers and padding, in bytes
     * @param valid whether the index holds as many numbers as it says
     */
    private record Blocks(long packed, long unpacked, boolean valid) {

        static Blocks of(ByteBuffer index) {
            var left = number(index);
            var packed = 0L;
            var unpacked = 0L;
            while (left > 0 && index.hasRemaining()) {
                var size = number(index);
                var content = number(index);
                if (size < 0 || content < 0) {
                    return new Blocks(0, 0, false);
                }
                packed = Bounded.sum(packed, Bounded.sum(size, -size & 3));
                unpacked = Bounded.sum(unpacked, content);
                left--;
            }
            return new Blocks(packed, unpacked, left == 0);
        }

        /** A number of up to 63 bits, 7 to a byte, lowest first; -1 if it is cut or longer. */
        private static long number(ByteBuffer index) {
            var value = 0L;
            for (var shift = 0; shift < 63 && index.hasRemaining(); shift += 7) {
                var octet = index.get();
                value |= (octet & 0x7FL) << shift;
                if (octet >= 0) {
                    return value;
                }
            }
            return -1;
        }
    }
}
