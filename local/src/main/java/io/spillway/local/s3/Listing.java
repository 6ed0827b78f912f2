package io.spillway.local.s3;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One page of a listing: walks keys in UTF-8 order and rolls those with the same beginning up into
 * common prefixes, which it then skips in one step.
 *
 * @param <V> what is kept under a key
 * @param <E> what is listed of it
 */
final class Listing<V, E> {

    /** What a page holds. */
    sealed interface Item<E> {

        record Entry<E>(String key, E value) implements Item<E> {}

        record CommonPrefix<E>(String prefix) implements Item<E> {}
    }

    /**
     * @param items in order
     * @param truncated whether more would follow
     */
    record Page<E>(List<Item<E>> items, boolean truncated) {}

    /**
     * Where a page starts.
     *
     * @param inclusive whether with the key itself
     */
    record Start(String key, boolean inclusive) {

        static final Start BEGINNING = new Start("", true);

        static Start after(String key) {
            return new Start(key, false);
        }

        /** Behind everything that starts with the prefix; empty if nothing can follow. */
        static Optional<Start> afterPrefix(String prefix) {
            return Keys.afterPrefix(prefix).map(key -> new Start(key, true));
        }
    }

    private final NavigableMap<String, V> keys;
    private final Function<V, List<E>> entries;
    private final String prefix;
    private final String delimiter;

    /**
     * @param entries what to list of a key, in order; none to leave it out
     * @param delimiter empty for none
     */
    Listing(
            NavigableMap<String, V> keys,
            Function<V, List<E>> entries,
            String prefix,
            String delimiter) {
        this.keys = keys;
        this.entries = entries;
        this.prefix = prefix;
        this.delimiter = delimiter;
    }

    /**
     * @param pastIn tells in the starting key the entries that still belong to the page before
     */
    Page<E> page(Start start, Predicate<E> pastIn, int most) {
        var items = new ArrayList<Item<E>>();
        var key = first(start);
        var past = pastIn;
        while (key != null && key.startsWith(prefix)) {
            var listed = entries.apply(keys.get(key)).stream().filter(past.negate()).toList();
            past = _ -> false;
            var rolledUp = listed.isEmpty() ? Optional.<String>empty() : commonPrefix(key);
            for (var item : items(key, listed, rolledUp)) {
                if (items.size() >= most) {
                    return new Page<>(items, most > 0);
                }
                items.add(item);
            }
            key = rolledUp.isPresent() ? keyAfterPrefix(rolledUp.get()) : keys.higherKey(key);
        }
        return new Page<>(items, false);
    }

    /** The common prefix that the key is rolled up into, if any. */
    Optional<String> commonPrefix(String key) {
        int at = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
        return at < 0 ? Optional.empty() : Optional.of(key.substring(0, at + delimiter.length()));
    }

    private List<Item<E>> items(String key, List<E> listed, Optional<String> rolledUp) {
        if (rolledUp.isPresent()) {
            return List.of(new Item.CommonPrefix<>(rolledUp.get()));
        }
        return listed.stream().<Item<E>>map(entry -> new Item.Entry<>(key, entry)).toList();
    }

    private String first(Start start) {
        if (Keys.UTF8_ORDER.compare(start.key, prefix) < 0) {
            return keys.ceilingKey(prefix);
        }
        return start.inclusive ? keys.ceilingKey(start.key) : keys.higherKey(start.key);
    }

    private String keyAfterPrefix(String rolledUp) {
        return Keys.afterPrefix(rolledUp).map(keys::ceilingKey).orElse(null);
    }
}
