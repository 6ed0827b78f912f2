package io.spillway.local.scale;

import java.util.ArrayList;
import java.util.List;

/** What turned out wrong, the first of it in words. Safe for use by many threads. */
final class Violations {

    private static final int MOST_IN_WORDS = 10;

    private static final int MOST_CHARACTERS = 500;

    private final List<String> first = new ArrayList<>();
    private long count;

    synchronized void add(String what) {
        count++;
        if (first.size() < MOST_IN_WORDS) {
            first.add(what.substring(0, Math.min(MOST_CHARACTERS, what.length())));
        }
    }

    synchronized long count() {
        return count;
    }

    synchronized List<String> first() {
        return List.copyOf(first);
    }
}
