package io.spillway.pipeline.definition;

import io.spillway.pipeline.json.Position;
import java.util.ArrayList;
import java.util.List;

/**
 * The mistakes found so far in one document.
 *
 * <p>Whoever meets a mistake reports it here and goes on with a value in its place, so that one
 * reading finds them all. Nobody sees that value: a document with a mistake gives no definition.
 *
 * <p>Keeps the first 1,000: whoever sends more doesn't mean to mend them.
 */
final class Problems {

    private static final int MOST = 1_000;

    private final List<Problem> found = new ArrayList<>();

    void add(Position at, String path, String message) {
        if (found.size() < MOST) {
            found.add(new Problem(at, path, message));
        }
    }

    int count() {
        return found.size();
    }

    List<Problem> byPlace() {
        return found.stream().sorted().distinct().toList();
    }
}
