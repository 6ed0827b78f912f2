package io.spillway.pipeline.definition;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A number of bytes as people write it: {@code 64 MiB}, {@code 1.5GB}, {@code 512}.
 *
 * @param bytes 0 or more
 */
public record ByteSize(long bytes) {

    private static final Pattern FORM =
            Pattern.compile("(\\d{1,15}(?:\\.\\d{1,6})?)\\s*([a-zA-Z]*)");

    public ByteSize {
        if (bytes < 0) {
            throw new IllegalArgumentException(
                    "A size of %d bytes: expected 0 or more.".formatted(bytes));
        }
    }

    // Written out, because what a record is given by Java is linked at its first use: at a cold
    // start.
    @Override
    public boolean equals(Object other) {
        return other instanceof ByteSize(var otherBytes) && otherBytes == bytes;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(bytes);
    }

    /** Reads a size; empty if the text is none, or more than 8 EiB. */
    public static Optional<ByteSize> tryParse(String text) {
        var form = FORM.matcher(text.strip());
        if (!form.matches()) {
            return Optional.empty();
        }
        var unit = unit(form.group(2));
        if (unit == 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new ByteSize(
                            new BigDecimal(form.group(1))
                                    .multiply(BigDecimal.valueOf(unit))
                                    .setScale(0, RoundingMode.CEILING)
                                    .longValueExact()));
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }

    /**
     * @throws IllegalArgumentException if the text is no size
     */
    public static ByteSize parse(String text) {
        return tryParse(text)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "\"%s\" is no size: expected a number and a unit, such as 64 MiB."
                                                .formatted(text)));
    }

    /**
     * With the largest binary unit that leaves at least 1, and at most one decimal: {@code 1.4
     * MiB}.
     */
    @Override
    public String toString() {
        if (bytes < 1024) {
            return bytes + (bytes == 1 ? " byte" : " bytes");
        }
        var exponent = (63 - Long.numberOfLeadingZeros(bytes)) / 10;
        var scaled =
                BigDecimal.valueOf(bytes)
                        .divide(BigDecimal.valueOf(1L << (10 * exponent)), 1, RoundingMode.HALF_UP);
        return scaled.stripTrailingZeros().toPlainString()
                + " "
                + "KMGTPE".charAt(exponent - 1)
                + "iB";
    }

    /**
     * As {@link #toString}, except where that would read like the smaller size: then by how much it
     * is larger, {@code 8 MiB and 1 byte}.
     *
     * @param smaller not larger than this
     */
    public String besides(ByteSize smaller) {
        return bytes != smaller.bytes && readsLike(smaller)
                ? smaller + " and " + new ByteSize(bytes - smaller.bytes)
                : toString();
    }

    private boolean readsLike(ByteSize other) {
        return tryParse(toString()).equals(tryParse(other.toString()));
    }

    private static long unit(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "", "b", "byte", "bytes" -> 1;
            case "kb" -> 1_000;
            case "mb" -> 1_000_000;
            case "gb" -> 1_000_000_000;
            case "tb" -> 1_000_000_000_000L;
            case "k", "kib" -> 1L << 10;
            case "m", "mib" -> 1L << 20;
            case "g", "gib" -> 1L << 30;
            case "t", "tib" -> 1L << 40;
            case "p", "pib" -> 1L << 50;
            case "e", "eib" -> 1L << 60;
            default -> 0;
        };
    }
}
