package io.spillway.pipeline.definition;

import io.spillway.pipeline.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The members of a map that may only have certain keys.
 *
 * @param meant the keys that misspelt ones most likely stand for; that they are missing isn't
 *     reported a second time
 */
record Fields(Node map, JsonObject object, Set<String> meant) {

    /** The members, after reporting unknown keys; empty after reporting that it is no map. */
    static Optional<Fields> of(Node node, List<String> keys) {
        return node.map("a map of " + allowed(keys))
                .map(object -> new Fields(node, object, reportUnknown(node, object, keys)));
    }

    Optional<Node> get(String key) {
        return Optional.ofNullable(object.members().get(key))
                .map(member -> map.member(key, member.value()));
    }

    /** The member, or a report that there is none. */
    Optional<Node> require(String key, String allowed) {
        if (!hasOneOf(key)) {
            map.mistake("no " + Node.quote(key), allowed);
        }
        return get(key);
    }

    /** Whether the map has one of these keys, or a misspelt one that stands for it. */
    boolean hasOneOf(String... keys) {
        return Stream.of(keys)
                .anyMatch(key -> object.members().containsKey(key) || meant.contains(key));
    }

    /** A member of a map whose keys the definition's author chooses. */
    record Entry(Node map, String name, JsonObject.Member member) {

        Node node() {
            return map.member(name, member.value());
        }

        void mistakenName(String allowed) {
            map.mistakenKey(name, member.nameAt(), allowed, Optional.empty());
        }
    }

    /** The members of the map under a key; none where there is none, or after a report. */
    List<Entry> entries(String key, String allowed) {
        var node = get(key);
        return node.flatMap(value -> value.map(allowed)).stream()
                .flatMap(map -> map.members().entrySet().stream())
                .map(entry -> new Entry(node.orElseThrow(), entry.getKey(), entry.getValue()))
                .toList();
    }

    /** Reports unknown keys, and answers those that they most likely stand for. */
    private static Set<String> reportUnknown(Node node, JsonObject object, List<String> keys) {
        var meant = new HashSet<String>();
        object.members()
                .forEach(
                        (key, member) -> {
                            if (!keys.contains(key)) {
                                var nearest = Spelling.nearest(key, keys);
                                node.mistakenKey(key, member.nameAt(), allowed(keys), nearest);
                                nearest.ifPresent(meant::add);
                            }
                        });
        return meant;
    }

    private static String allowed(List<String> keys) {
        return keys.isEmpty() ? "no key" : String.join(", ", keys);
    }
}
