package io.spillway.pipeline.definition;

import io.spillway.pipeline.stage.ContentType;
import java.util.List;
import java.util.Set;

/**
 * Which objects a phase wants.
 *
 * @param keys patterns of which one must match; none means every key
 * @param types content types of which the object must have one; none means every type
 */
public record Match(List<KeyPattern> keys, Set<ContentType> types) {

    public Match {
        keys = List.copyOf(keys);
        types = Set.copyOf(types);
    }

    public boolean wantsKey(String key) {
        return keys.isEmpty() || keys.stream().anyMatch(pattern -> pattern.matches(key));
    }

    public boolean wantsType(ContentType type) {
        return types.isEmpty() || types.contains(type);
    }
}
