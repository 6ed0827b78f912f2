package io.spillway.stages;

import io.spillway.pipeline.json.JsonObject;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;

/**
 * Count, least, greatest, sum and mean of decimal numbers, exact whatever their order.
 *
 * <p>Nearly all numbers have at most 18 digits and no exponent: these are added as whole numbers,
 * one sum for each number of decimals, many times faster than as {@link BigDecimal}s.
 */
final class NumberSummary {

    /** So many digits fit a long. */
    private static final int SHORT_DIGITS = 18;

    /** Beyond so many digits before or after the point, sums would take room without bound. */
    private static final int MAX_DIGITS = 400;

    /** By number of decimals; of the numbers that are short. */
    private final long[] sums = new long[SHORT_DIGITS + 1];

    private final long[] least = new long[SHORT_DIGITS + 1];
    private final long[] greatest = new long[SHORT_DIGITS + 1];

    /** Of the other numbers, and of the short ones once they were gathered. */
    private BigDecimal sum = BigDecimal.ZERO;

    private BigDecimal min;
    private BigDecimal max;
    private long count;

    NumberSummary() {
        Arrays.fill(least, Long.MAX_VALUE);
        Arrays.fill(greatest, Long.MIN_VALUE);
    }

    long count() {
        return count;
    }

    /**
     * Adds a number in JSON's form.
     *
     * @return false, with nothing added, if it has more than 400 digits before or after the point
     */
    boolean add(char[] text, int offset, int length) {
        var negative = text[offset] == '-';
        var digits = 0;
        var decimals = -1;
        var value = 0L;
        for (var i = negative ? offset + 1 : offset; i < offset + length; i++) {
            var character = text[i];
            if (character == '.') {
                decimals = digits;
            } else if (character > '9' || ++digits > SHORT_DIGITS) {
                return addLong(text, offset, length);
            } else {
                value = value * 10 + character - '0';
            }
        }
        addShort(negative ? -value : value, decimals < 0 ? 0 : digits - decimals);
        return true;
    }

    /**
     * Adds any number.
     *
     * @return false, with nothing added, if it has more than 400 digits before or after the point
     */
    boolean add(BigDecimal number) {
        if (number.scale() > MAX_DIGITS
                || (long) number.precision() - number.scale() > MAX_DIGITS) {
            return false;
        }
        count++;
        sum = sum.add(number);
        widen(number);
        return true;
    }

    JsonObject toJson() {
        gather();
        return JsonObject.of()
                .put("count", count)
                .put("min", plain(min))
                .put("max", plain(max))
                .put("sum", plain(sum))
                .put("mean", plain(sum.divide(BigDecimal.valueOf(count), MathContext.DECIMAL64)))
                .build();
    }

    private boolean addLong(char[] text, int offset, int length) {
        try {
            return add(new BigDecimal(text, offset, length));
        } catch (NumberFormatException _) {
            // An exponent of more than ten digits.
            return false;
        }
    }

    private void addShort(long value, int decimals) {
        var added = sums[decimals] + value;
        if (((sums[decimals] ^ added) & (value ^ added)) < 0) {
            sum = sum.add(BigDecimal.valueOf(sums[decimals], decimals));
            added = value;
        }
        sums[decimals] = added;
        least[decimals] = Math.min(least[decimals], value);
        greatest[decimals] = Math.max(greatest[decimals], value);
        count++;
    }

    /** Moves the short numbers' sums and bounds to the others'. */
    private void gather() {
        for (var decimals = 0; decimals <= SHORT_DIGITS; decimals++) {
            if (least[decimals] <= greatest[decimals]) {
                sum = sum.add(BigDecimal.valueOf(sums[decimals], decimals));
                widen(BigDecimal.valueOf(least[decimals], decimals));
                widen(BigDecimal.valueOf(greatest[decimals], decimals));
                sums[decimals] = 0;
            }
        }
    }

    private void widen(BigDecimal number) {
        min = min == null ? number : min.min(number);
        max = max == null ? number : max.max(number);
    }

    /** Without superfluous zeros and, above 1, without an exponent. */
    private static BigDecimal plain(BigDecimal number) {
        var stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
