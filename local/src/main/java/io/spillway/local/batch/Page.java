package io.spillway.local.batch;

import io.spillway.pipeline.json.JsonObject;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A part of a list.
 *
 * @param next the key of the last item, if more follow
 */
record Page<T>(List<T> items, Optional<String> next) {

    /**
     * The part of a list that a request with {@code maxResults} and {@code nextToken} asks for.
     *
     * @param key tells the items apart, and is the token; the order must stay the same
     * @param most items in a part, also when the request names no number
     */
    static <T> Page<T> of(Stream<T> all, JsonObject request, int most, Function<T, String> key) {
        var size = Math.min(most, request.whole("maxResults").orElse(most));
        if (size < 1) {
            throw BatchError.client("maxResults is %d: must be at least 1.", size);
        }
        var rest = all.iterator();
        request.text("nextToken").ifPresent(token -> skip(rest, token, key));
        var items = new ArrayList<T>();
        while (rest.hasNext() && items.size() < size) {
            items.add(rest.next());
        }
        return new Page<>(
                items, rest.hasNext() ? Optional.of(key.apply(items.getLast())) : Optional.empty());
    }

    private static <T> void skip(Iterator<T> rest, String token, Function<T, String> key) {
        while (rest.hasNext()) {
            if (key.apply(rest.next()).equals(token)) {
                return;
            }
        }
        throw BatchError.client("nextToken \"%s\" belongs to no list here.", token);
    }

    /** The answer that holds it. */
    JsonObject answer(String member, Function<T, JsonObject> detail) {
        return JsonObject.of()
                .put(member, items.stream().map(detail).toList())
                .putText("nextToken", next)
                .build();
    }
}
