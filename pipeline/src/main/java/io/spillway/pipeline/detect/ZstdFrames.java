package io.spillway.pipeline.detect;

import io.spillway.pipeline.detect.Unpacked.AtLeast;
import io.spillway.pipeline.detect.Unpacked.Broken;
import io.spillway.pipeline.detect.Unpacked.Exact;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The headers of a zstd file's frames, which may record what each unpacks to.
 *
 * <p>Frames are walked through within the first 256 KiB: there the ends of small ones are seen. Of
 * a frame that goes on beyond, only its header counts. Source: RFC 8878 3.1.
 */
final class ZstdFrames {

    private static final int HEAD = 256 << 10;
    private static final int MAGIC = 0xFD2F_B528;
    private static final int SKIPPABLE = 0x184D_2A50;
    private static final int CHECKSUM_FLAG = 4;
    private static final int SINGLE_SEGMENT_FLAG = 32;
    private static final int LARGEST_HEADER = 14;
    private static final long UNKNOWN = -1;

    private final ByteBuffer head;
    private final long size;
    private long unpacked;
    private int frames;

    private ZstdFrames(ByteBuffer head, long size) {
        this.head = head;
        this.size = size;
    }

    static Unpacked unpacked(Ranges range) throws IOException {
        return new ZstdFrames(range.head(HEAD), range.size()).sum();
    }

    private Unpacked sum() {
        while (head.remaining() >= 8) {
            var start = head.position();
            var magic = head.getInt();
            if ((magic & ~0xF) == SKIPPABLE) {
                var length = head.getInt() & 0xFFFF_FFFFL;
                if (length > head.remaining()) {
                    return skippedBeyond(start + 8 + length);
                }
                head.position(head.position() + (int) length);
            } else if (magic != MAGIC) {
                return broken("no zstd frame starts at byte %d".formatted(start));
            } else {
                var answer = addFrame(size - start);
                if (answer.isPresent()) {
                    return answer.get();
                }
            }
        }
        return finished();
    }

    /** Adds one frame; an answer unless it ended within the head, where another may follow. */
    private Optional<Unpacked> addFrame(long left) {
        if (head.remaining() < LARGEST_HEADER && head.limit() < size) {
            return Optional.of(frames == 0 ? unknown() : more());
        }
        var descriptor = head.get() & 0xFF;
        var content = contentSize(descriptor);
        if (content > most(left)) {
            return Optional.of(
                    broken(
                            "a frame header claims %d bytes from %d, which zstd can't do"
                                    .formatted(content, left)));
        }
        frames++;
        var ends = skipBlocks() && skip((descriptor & CHECKSUM_FLAG) == 0 ? 0 : 4);
        if (!ends && head.limit() == size) {
            return Optional.of(broken("its %d bytes end within a frame".formatted(size)));
        }
        if (content == UNKNOWN) {
            return Optional.of(unknown());
        }
        unpacked = Bounded.sum(unpacked, content);
        return ends ? Optional.empty() : Optional.of(goesOn(content, left));
    }

    /** The answer where the last frame seen goes on beyond the head. */
    private Unpacked goesOn(long content, long left) {
        // A block that doesn't pack is stored with 3 bytes more, so this frame can't fill the file.
        return content < left - left / 64 - 64 ? more() : recorded();
    }

    private Unpacked finished() {
        if (head.limit() < size) {
            return more();
        }
        return head.hasRemaining() || size == 0
                ? broken("its last %d bytes are no zstd frame".formatted(head.remaining()))
                : recorded();
    }

    private Unpacked recorded() {
        return new Exact(
                unpacked,
                1,
                frames == 1
                        ? "as its zstd frame header says"
                        : "as its " + frames + " zstd frame headers say");
    }

    private Unpacked more() {
        return new AtLeast(unpacked, "as its first zstd frame headers say; more frames follow");
    }

    private Unpacked unknown() {
        return Ratio.ZSTD.estimate(size, "its zstd frame header doesn't record it");
    }

    private Unpacked skippedBeyond(long end) {
        if (end > size) {
            return broken("a skippable frame reaches to byte %d of %d".formatted(end, size));
        }
        if (end == size) {
            return recorded();
        }
        return frames == 0 ? unknown() : more();
    }

    /** What the frame header after its descriptor records; moves behind the header. */
    private long contentSize(int descriptor) {
        var single = (descriptor & SINGLE_SEGMENT_FLAG) != 0;
        var dictionary = new int[] {0, 1, 2, 4}[descriptor & 3];
        if (!skip((single ? 0 : 1) + dictionary)) {
            return UNKNOWN;
        }
        var sizeFlag = descriptor >> 6;
        var length = sizeFlag == 0 && single ? 1 : new int[] {0, 2, 4, 8}[sizeFlag];
        if (head.remaining() < length) {
            return UNKNOWN;
        }
        return switch (length) {
            case 1 -> head.get() & 0xFF;
            case 2 -> (head.getShort() & 0xFFFF) + 256;
            case 4 -> head.getInt() & 0xFFFF_FFFFL;
            case 8 -> clamped(head.getLong());
            default -> UNKNOWN;
        };
    }

    /** An unsigned number, cut to 63 bits: both are more than any file holds. */
    private static long clamped(long unsigned) {
        return unsigned < 0 ? Long.MAX_VALUE : unsigned;
    }

    /** Moves behind the frame's last block; false if that lies beyond the head. */
    private boolean skipBlocks() {
        while (head.remaining() >= 3) {
            var header = (head.get() & 0xFF) | (head.get() & 0xFF) << 8 | (head.get() & 0xFF) << 16;
            var repeated = (header >> 1 & 3) == 1;
            if (!skip(repeated ? 1 : header >> 3)) {
                return false;
            }
            if ((header & 1) != 0) {
                return true;
            }
        }
        return false;
    }

    private boolean skip(int count) {
        if (head.remaining() < count) {
            return false;
        }
        head.position(head.position() + count);
        return true;
    }

    /** A block of at least 4 bytes unpacks to at most 128 KiB. Source: RFC 8878 3.1.1.2. */
    private static long most(long packed) {
        return Bounded.product(packed / 4 + 1, 128 << 10);
    }

    private static Broken broken(String problem) {
        return new Broken(problem + ": the zstd was cut short or damaged. Upload it again.");
    }
}
