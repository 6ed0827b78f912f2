package io.spillway.pipeline.definition;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The word that somebody most likely meant. */
final class Spelling {

    private static final int MAX_DISTANCE = 2;
    private static final int LEAST_START = 2;
    private static final int FAR = Integer.MAX_VALUE;

    /** Longer words are nobody's slip; they are not compared. */
    private static final int LONGEST = 80;

    private Spelling() {}

    /**
     * The word that starts like this, else one at most two slips away (a letter too many, too few,
     * wrong, or swapped with its neighbour), else one that this starts with. Upper and lower case
     * are alike. Short words allow fewer slips: less than half of their letters.
     */
    static Optional<String> nearest(String found, Collection<String> words) {
        if (found.length() > LONGEST) {
            return Optional.empty();
        }
        var lower = found.toLowerCase(Locale.ROOT);
        return words.stream()
                .filter(word -> rank(lower, word.toLowerCase(Locale.ROOT)) < FAR)
                .min(Comparator.comparingInt(word -> rank(lower, word.toLowerCase(Locale.ROOT))));
    }

    /** The lower, the nearer; {@link #FAR} for words that have nothing to do with each other. */
    private static int rank(String found, String word) {
        if (word.length() > LONGEST) {
            return FAR;
        }
        if (found.length() >= LEAST_START && word.startsWith(found)) {
            return 0;
        }
        var distance = distance(found, word);
        if (distance <= MAX_DISTANCE && 2 * distance < Math.max(found.length(), word.length())) {
            return distance;
        }
        return word.length() > LEAST_START && found.startsWith(word) ? MAX_DISTANCE + 1 : FAR;
    }

    /** Optimal string alignment: insertions, deletions, replacements, swaps of neighbours. */
    private static int distance(String a, String b) {
        var cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, a, b, i, j);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int cheapest(int[][] cost, String a, String b, int i, int j) {
        var replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        var least = Math.min(replaced, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        var swapped =
                i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
    }
}
