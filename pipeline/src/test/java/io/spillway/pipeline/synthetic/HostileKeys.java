package io.spillway.pipeline.synthetic;

import java.nio.charset.StandardCharsets;
import java.util.function.IntUnaryOperator;

/**
 * Text that S3 takes as a key and that careless programs trip over: characters with a meaning in
 * forms, paths, globs, format strings, shells and JSON, control characters, and characters outside
 * the 16-bit plane.
 */
public final class HostileKeys {

    /** Most bytes of a key in UTF-8. Source: Amazon S3 User Guide, "Naming Amazon S3 objects". */
    public static final int MOST_BYTES = 1024;

    private static final int[] TROUBLE =
            "+% /\\\"'&=?#*[]{}<>|~^`$;:,.!%s%2B\0\t\n\r\u007f\u0085\u2028\ufeff\ufffdäß中\ud83d\ude00"
                    .codePoints()
                    .toArray();

    private HostileKeys() {}

    /**
     * Some text of this kind.
     *
     * @param codePoints most of them; fewer where they would exceed {@link #MOST_BYTES}
     * @param random a number from 0 up to, not including, its argument
     */
    public static String of(int codePoints, IntUnaryOperator random) {
        var key = new StringBuilder();
        var bytes = 0;
        for (var i = 0; i < codePoints; i++) {
            var next = codePoint(random);
            bytes += Character.toString(next).getBytes(StandardCharsets.UTF_8).length;
            if (bytes > MOST_BYTES) {
                break;
            }
            key.appendCodePoint(next);
        }
        return key.toString();
    }

    private static int codePoint(IntUnaryOperator random) {
        if (random.applyAsInt(2) == 0) {
            return TROUBLE[random.applyAsInt(TROUBLE.length)];
        }
        var any = random.applyAsInt(Character.MAX_CODE_POINT + 1);
        return any >= Character.MIN_SURROGATE && any <= Character.MAX_SURROGATE ? 'x' : any;
    }
}
