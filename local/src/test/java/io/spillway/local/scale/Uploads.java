package io.spillway.local.scale;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.pipeline.synthetic.HostileKeys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * Made-up uploads. Each is a function of the seed and its number, and its bytes are a function of
 * both: none is kept anywhere.
 */
final class Uploads {

    private static final int ROW = 16;
    private static final byte[] CSV_ROW = "0000001,0000002\n".getBytes(US_ASCII);
    private static final byte[] TEXT_ROW = "Hello to nobody\n".getBytes(US_ASCII);
    private static final byte[] PICTURE_ROW = {
        (byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 13, 'I', 'H', 'D', 'R'
    };
    private static final byte[] GZIP = gzip();

    /** Digits of the number in a key. */
    private static final int DIGITS = 9;

    /** Which kinds of uploads there are, and how large. */
    enum Mix {
        /** All kinds; large is 65 MiB to 5 TB. */
        ALL_KINDS,
        /** CSV only, two in five of them small; large is 1 MiB to 10 GiB. */
        MIXED_SIZES
    }

    private final long seed;
    private final Mix mix;

    Uploads(long seed, Mix mix) {
        this.seed = seed;
        this.mix = mix;
    }

    /** The upload of a number, the same each time. */
    Upload at(int number) {
        var random = new SplittableRandom(seed * 1_000_003 + number);
        var percent = random.nextInt(100);
        var kind =
                switch (mix) {
                    case ALL_KINDS -> kind(percent);
                    case MIXED_SIZES ->
                            percent < 40 ? Upload.Kind.SMALL_CSV : Upload.Kind.LARGE_CSV;
                };
        var size = size(kind, random);
        return new Upload(number, kind, key(number, kind, random), size);
    }

    /** The upload that was put under a key; empty for a key that none has. */
    Optional<Upload> under(String key) {
        var dash = key.lastIndexOf('-');
        if (dash < 0 || key.length() < dash + 1 + DIGITS) {
            return Optional.empty();
        }
        var number = key.substring(dash + 1, dash + 1 + DIGITS);
        return number.chars().allMatch(Character::isDigit)
                ? Optional.of(at(Integer.parseInt(number))).filter(it -> it.key().equals(key))
                : Optional.empty();
    }

    /** How many of the first uploads are of which kind. */
    Map<Upload.Kind, Long> byKind(int count) {
        var kinds = new EnumMap<Upload.Kind, Long>(Upload.Kind.class);
        Stream.of(Upload.Kind.values()).forEach(kind -> kinds.put(kind, 0L));
        IntStream.range(0, count).forEach(i -> kinds.merge(at(i).kind(), 1L, Long::sum));
        return kinds;
    }

    /** One byte of an upload. */
    byte byteAt(Upload upload, long offset) {
        var inRow = (int) (offset % ROW);
        return switch (upload.kind()) {
            case SMALL_CSV, LARGE_CSV, DELETED, EMPTY_CSV, FOLDER_MARKER -> CSV_ROW[inRow];
            case TEXT_NOBODY_WANTS -> TEXT_ROW[inRow];
            case PICTURE_NAMED_CSV -> PICTURE_ROW[inRow];
            case SMALL_GZIP -> GZIP[(int) offset];
        };
    }

    private static Upload.Kind kind(int percent) {
        if (percent < 60) {
            return Upload.Kind.SMALL_CSV;
        }
        if (percent < 82) {
            return Upload.Kind.LARGE_CSV;
        }
        if (percent < 85) {
            return Upload.Kind.SMALL_GZIP;
        }
        if (percent < 89) {
            return Upload.Kind.PICTURE_NAMED_CSV;
        }
        if (percent < 94) {
            return Upload.Kind.TEXT_NOBODY_WANTS;
        }
        if (percent < 97) {
            return Upload.Kind.FOLDER_MARKER;
        }
        return percent < 99 ? Upload.Kind.EMPTY_CSV : Upload.Kind.DELETED;
    }

    /** Small is up to 2 KiB; of the large ones there are as many of 2 MiB as of 2 GiB. */
    private long size(Upload.Kind kind, SplittableRandom random) {
        return switch (kind) {
            case SMALL_CSV, DELETED, TEXT_NOBODY_WANTS -> ROW * (long) random.nextInt(2, 128);
            case LARGE_CSV -> {
                var bytes =
                        switch (mix) {
                            case ALL_KINDS -> (65L << 20) * Math.pow(76_000, random.nextDouble());
                            case MIXED_SIZES -> (1L << 20) * Math.pow(10_240, random.nextDouble());
                        };
                yield (long) bytes / ROW * ROW;
            }
            case SMALL_GZIP -> GZIP.length;
            case PICTURE_NAMED_CSV -> random.nextLong(100, 10_000_000);
            case FOLDER_MARKER, EMPTY_CSV -> 0;
        };
    }

    /**
     * One key in fifty is about as long as a key can be; not those of archives, because the keys of
     * what is in them are twice as long.
     */
    private static String key(int number, Upload.Kind kind, SplittableRandom random) {
        var isLong = kind != Upload.Kind.SMALL_GZIP && random.nextInt(50) == 0;
        var codePoints = isLong ? 900 : random.nextInt(40);
        var end = "-%09d%s".formatted(number, kind.keyEnd());
        var text = HostileKeys.of(codePoints, random::nextInt);
        while (text.getBytes(UTF_8).length > HostileKeys.MOST_BYTES - 32) {
            text = text.substring(0, text.offsetByCodePoints(text.length(), -8));
        }
        return "in/" + text + end;
    }

    private static byte[] gzip() {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            for (var i = 0; i < 30; i++) {
                gzip.write(CSV_ROW);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
