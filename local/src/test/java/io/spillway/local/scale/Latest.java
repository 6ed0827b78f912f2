package io.spillway.local.scale;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map that forgets its oldest entry once it has too many. Not safe for use by many threads. */
final class Latest<K, V> extends LinkedHashMap<K, V> {

    private static final long serialVersionUID = 1;

    private final int most;

    /**
     * @param most entries to keep
     */
    Latest(int most) {
        this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
    }
}
