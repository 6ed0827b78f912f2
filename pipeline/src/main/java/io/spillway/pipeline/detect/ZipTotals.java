package io.spillway.pipeline.detect;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/**
 * Sums over the entries of a zip's central directory.
 *
 * <p>Source: PKWARE APPNOTE.TXT 4.3.12 (entry), 4.4.4 (flags), 4.5.3 (sizes of more than 4 GiB).
 */
final class ZipTotals {

    private static final int SIGNATURE = 0x0201_4B50;
    private static final int HEADER = 46;
    private static final int LOCAL_HEADER = 30;
    private static final int LARGEST = HEADER + 3 * 0xFFFF;
    private static final long IN_ZIP64 = 0xFFFF_FFFFL;
    private static final int FLAG_ENCRYPTED = 1;
    private static final int FLAG_MASKED = 1 << 13;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;
    private static final int ZIP64 = 1;

    private long entries;
    private long packed;
    private long unpacked;

    long entries() {
        return entries;
    }

    /** Bytes of the file that the entries take with their own headers, at least. */
    long packed() {
        return packed;
    }

    long unpacked() {
        return unpacked;
    }

    /**
     * Adds the entries that lie wholly within {@code chunk}, and leaves its position behind them.
     *
     * @param last whether the directory ends with this chunk
     * @return what is wrong with them; empty if nothing is
     */
    String add(ByteBuffer chunk, boolean last) {
        while (chunk.remaining() >= (last ? 1 : LARGEST)) {
            var start = chunk.position();
            if (chunk.remaining() < HEADER || chunk.getInt(start) != SIGNATURE) {
                return damaged("no entry of its central directory follows the first " + entries);
            }
            var length =
                    HEADER
                            + unsignedShort(chunk, start + 28)
                            + unsignedShort(chunk, start + 30)
                            + unsignedShort(chunk, start + 32);
            if (length > chunk.remaining()) {
                return damaged("entry " + (entries + 1) + " of its central directory is cut");
            }
            var problem = addEntry(chunk, start);
            if (!problem.isEmpty()) {
                return problem;
            }
            chunk.position(start + length);
        }
        return "";
    }

    private String addEntry(ByteBuffer chunk, int start) {
        var flags = unsignedShort(chunk, start + 8);
        if ((flags & (FLAG_ENCRYPTED | FLAG_MASKED)) != 0) {
            return "its entry \"%s\" is encrypted. Pack the files without a password."
                    .formatted(name(chunk, start));
        }
        var extra = new Zip64Extra(chunk, start);
        var content = extra.next(unsignedInt(chunk, start + 24));
        var stored = extra.next(unsignedInt(chunk, start + 20));
        if (content < 0 || stored < 0 || content > most(chunk, start, stored)) {
            return damaged(
                    "its entry \"%s\" claims to unpack from %s to %s bytes"
                            .formatted(
                                    name(chunk, start),
                                    Long.toUnsignedString(stored),
                                    Long.toUnsignedString(content)));
        }
        entries++;
        packed = Bounded.sum(packed, Bounded.sum(stored, LOCAL_HEADER));
        unpacked = Bounded.sum(unpacked, content);
        return "";
    }

    /** The most that an entry can unpack to by its method; no bound where none is known. */
    private static long most(ByteBuffer chunk, int start, long stored) {
        return switch (unsignedShort(chunk, start + 10)) {
            case STORED -> stored;
            case DEFLATED -> Bounded.product(stored, 1032);
            default -> Long.MAX_VALUE;
        };
    }

    private static String name(ByteBuffer chunk, int start) {
        var length = Math.min(unsignedShort(chunk, start + 28), 200);
        var bytes = new byte[Math.min(length, chunk.limit() - start - HEADER)];
        chunk.get(start + HEADER, bytes);
        return Escaped.of(new String(bytes, UTF_8));
    }

    private static String damaged(String problem) {
        return problem + ": the zip was cut short or damaged. Upload it again.";
    }

    private static int unsignedShort(ByteBuffer chunk, int at) {
        return chunk.getShort(at) & 0xFFFF;
    }

    private static long unsignedInt(ByteBuffer chunk, int at) {
        return chunk.getInt(at) & 0xFFFF_FFFFL;
    }

    /** The 64-bit sizes of one entry, which stand in an extra field where 32 bits don't do. */
    private static final class Zip64Extra {

        private final ByteBuffer chunk;
        private int at;
        private int end;

        Zip64Extra(ByteBuffer chunk, int start) {
            this.chunk = chunk;
            var field = start + HEADER + unsignedShort(chunk, start + 28);
            var last = field + unsignedShort(chunk, start + 30);
            while (field + 4 <= last) {
                var length = unsignedShort(chunk, field + 2);
                if (unsignedShort(chunk, field) == ZIP64) {
                    at = field + 4;
                    end = Math.min(last, at + length);
                    return;
                }
                field += 4 + length;
            }
        }

        /** The size itself, or the next of the extra field if it is there; -1 if that is cut. */
        long next(long size) {
            if (size != IN_ZIP64) {
                return size;
            }
            if (at + 8 > end) {
                return -1;
            }
            at += 8;
            return chunk.getLong(at - 8);
        }
    }
}
