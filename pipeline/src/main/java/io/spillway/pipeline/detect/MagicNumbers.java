package io.spillway.pipeline.detect;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.spillway.pipeline.stage.ContentType;
import java.util.Arrays;
import java.util.Optional;

/** The bytes that mark a format at the start of a file. */
final class MagicNumbers {

    /** Source: PKWARE APPNOTE.TXT 4.3.7, 4.3.16 and 8.5.3 (the mark of a spanned archive). */
    private static final byte[] ZIP_ENTRY = bytes("PK\3\4");

    private static final byte[] ZIP_END = bytes("PK\5\6");
    private static final byte[] ZIP_SPANNED = bytes("PK\7\10PK\3\4");

    /** Source: RFC 1952 2.3.1; the third byte is the only compression method there is. */
    private static final byte[] GZIP = bytes("\37\213\10");

    private static final byte[] BZIP2 = bytes("BZh");
    private static final byte[] BZIP2_BLOCK = bytes("1AY&SY");
    private static final byte[] BZIP2_END = bytes("\27rE8P\220");

    /** Source: The .xz File Format 1.2.1, 2.1.1.1. */
    private static final byte[] XZ = bytes("\3757zXZ\0");

    /** Source: RFC 8878 3.1.1 and 3.1.2. */
    private static final byte[] ZSTD = bytes("(\265/\375");

    private static final byte[] ZSTD_SKIPPABLE = bytes("*M\30");
    private static final byte[] SEVENZIP = bytes("7z\274\257\47\34");
    private static final byte[] PARQUET = bytes("PAR1");
    private static final byte[] AVRO = bytes("Obj\1");
    private static final byte[] PDF = bytes("%PDF-");
    private static final byte[] PNG = bytes("\211PNG\r\n\32\n");
    private static final byte[] JPEG = bytes("\377\330\377");

    private static final byte[] USTAR = bytes("ustar");
    private static final int TAR_HEADER = 512;
    private static final int TAR_CHECKSUM = 148;
    private static final int TAR_CHECKSUM_END = 156;
    private static final int TAR_MAGIC = 257;

    private MagicNumbers() {}

    static Optional<ContentType> typeOf(byte[] head) {
        return packed(head).or(() -> unpacked(head));
    }

    private static Optional<ContentType> packed(byte[] head) {
        if (has(head, 0, ZIP_ENTRY) || has(head, 0, ZIP_END) || has(head, 0, ZIP_SPANNED)) {
            return Optional.of(ContentType.ZIP);
        }
        if (has(head, 0, GZIP)) {
            return Optional.of(ContentType.GZIP);
        }
        if (isBzip2(head)) {
            return Optional.of(ContentType.BZIP2);
        }
        if (has(head, 0, XZ)) {
            return Optional.of(ContentType.XZ);
        }
        if (has(head, 0, ZSTD) || isZstdSkippable(head)) {
            return Optional.of(ContentType.ZSTD);
        }
        if (has(head, 0, SEVENZIP)) {
            return Optional.of(ContentType.SEVENZIP);
        }
        return isTar(head) ? Optional.of(ContentType.TAR) : Optional.empty();
    }

    private static Optional<ContentType> unpacked(byte[] head) {
        // A text may well start with these four letters; the file format goes on in binary.
        if (has(head, 0, PARQUET) && TextLook.of(head, false) == TextLook.NONE) {
            return Optional.of(ContentType.PARQUET);
        }
        if (has(head, 0, AVRO)) {
            return Optional.of(ContentType.AVRO);
        }
        if (has(head, 0, PDF)) {
            return Optional.of(ContentType.PDF);
        }
        if (has(head, 0, PNG)) {
            return Optional.of(ContentType.PNG);
        }
        return has(head, 0, JPEG) ? Optional.of(ContentType.JPEG) : Optional.empty();
    }

    /** Whether these are the first 512 bytes of a tar: with its mark, or a checksum that fits. */
    static boolean isTar(byte[] head) {
        return head.length >= TAR_HEADER
                && (has(head, TAR_MAGIC, USTAR) || tarChecksum(head) == tarSum(head));
    }

    private static boolean isBzip2(byte[] head) {
        return has(head, 0, BZIP2)
                && head.length >= 10
                && head[3] >= '1'
                && head[3] <= '9'
                && (has(head, 4, BZIP2_BLOCK) || has(head, 4, BZIP2_END));
    }

    private static boolean isZstdSkippable(byte[] head) {
        return head.length >= 4 && (head[0] & 0xF0) == 0x50 && has(head, 1, ZSTD_SKIPPABLE);
    }

    /** The octal number in a tar's checksum field; -1 if it holds none. */
    private static int tarChecksum(byte[] head) {
        var checksum = 0;
        var digits = 0;
        for (var i = TAR_CHECKSUM; i < TAR_CHECKSUM_END; i++) {
            if (head[i] >= '0' && head[i] <= '7') {
                checksum = checksum * 8 + head[i] - '0';
                digits++;
            } else if (head[i] != ' ' && head[i] != 0) {
                return -1;
            }
        }
        return digits == 0 ? -1 : checksum;
    }

    /** The sum of a tar header's bytes, its checksum field taken as spaces. */
    private static int tarSum(byte[] head) {
        var sum = 0;
        for (var i = 0; i < TAR_HEADER; i++) {
            sum += i >= TAR_CHECKSUM && i < TAR_CHECKSUM_END ? ' ' : head[i] & 0xFF;
        }
        return sum;
    }

    private static boolean has(byte[] head, int at, byte[] magic) {
        var end = at + magic.length;
        return head.length >= end && Arrays.equals(head, at, end, magic, 0, magic.length);
    }

    private static byte[] bytes(String latin1) {
        return latin1.getBytes(ISO_8859_1);
    }
}
