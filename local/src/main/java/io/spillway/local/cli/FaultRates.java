package io.spillway.local.cli;

import static java.util.stream.Collectors.joining;

import io.spillway.local.fault.FaultKind;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** How often each kind of fault strikes, as a command line says it. */
final class FaultRates {

    private FaultRates() {}

    static Map<FaultKind, Double> everyKind(double rate) {
        var rates = new EnumMap<FaultKind, Double>(FaultKind.class);
        Arrays.stream(FaultKind.values()).forEach(kind -> rates.put(kind, rate));
        return rates;
    }

    /**
     * @param given rates by the words of the kinds
     * @throws IllegalArgumentException if a word is no kind or a rate isn't within 0 and 1
     */
    static Map<FaultKind, Double> of(Map<String, Double> given) {
        var rates = new EnumMap<FaultKind, Double>(FaultKind.class);
        given.forEach((word, rate) -> rates.put(kind(word), checked(word, rate)));
        return rates;
    }

    private static FaultKind kind(String word) {
        return Arrays.stream(FaultKind.values())
                .filter(kind -> word(kind).equals(word))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "Unknown kind of fault \"%s\": expected one of %s."
                                                .formatted(word, words())));
    }

    private static double checked(String word, double rate) {
        if (!(rate >= 0 && rate <= 1)) {
            throw new IllegalArgumentException(
                    "The rate of %s is %s: expected 0 (never) to 1 (always)."
                            .formatted(word, rate));
        }
        return rate;
    }

    private static String words() {
        return Arrays.stream(FaultKind.values()).map(FaultRates::word).collect(joining(", "));
    }

    /** {@code lost-response}. */
    private static String word(FaultKind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
