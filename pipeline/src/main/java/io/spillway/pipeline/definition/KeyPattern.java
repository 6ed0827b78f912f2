package io.spillway.pipeline.definition;

/**
 * A glob over object keys: {@code *} is any run of characters within a segment, {@code **} also
 * across {@code /}, {@code **}{@code /} also nothing, {@code ?} one character but {@code /}; all
 * else stands for itself.
 *
 * <p>Whatever the glob and the key, matching takes no longer than the product of their lengths.
 */
public record KeyPattern(String glob) {

    public KeyPattern {
        if (glob.isEmpty()) {
            throw new IllegalArgumentException(
                    "A key pattern is empty: expected a glob such as incoming/**.");
        }
    }

    public boolean matches(String key) {
        return new Glob(glob).matches(key);
    }
}
