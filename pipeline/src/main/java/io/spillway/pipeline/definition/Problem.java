package io.spillway.pipeline.definition;

import io.spillway.pipeline.json.Position;
import java.util.Comparator;

/**
 * One mistake in a definition.
 *
 * @param at where it is in the document
 * @param path of the value it concerns, such as {@code phases.unpack.match.keys[0]}; empty where it
 *     concerns the whole document
 * @param message what was found, what is allowed, and the nearest spelling where there is one
 */
public record Problem(Position at, String path, String message) implements Comparable<Problem> {

    private static final Comparator<Problem> BY_PLACE =
            Comparator.<Problem>comparingInt(problem -> problem.at().line())
                    .thenComparingInt(problem -> problem.at().column())
                    .thenComparing(Problem::path)
                    .thenComparing(Problem::message);

    /** As people and editors read it: {@code pipeline.yaml:7:5: phases.unpack: found …}. */
    public String line(String source) {
        var subject = path.isEmpty() ? "" : path + ": ";
        return "%s:%s: %s%s".formatted(source, at, subject, message);
    }

    /** By their place in the document. */
    @Override
    public int compareTo(Problem other) {
        return BY_PLACE.compare(this, other);
    }
}
