package io.spillway.local.sns;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The parameters of a request in AWS's Query protocol, or those of one item of a list in it.
 *
 * @param prefix what all names of this part start with
 */
record Form(NavigableMap<String, String> parameters, String prefix) {

    /**
     * Reads {@code application/x-www-form-urlencoded} text.
     *
     * @throws SnsError if it isn't that
     */
    static Form parse(String text) {
        var parameters = new TreeMap<String, String>();
        for (var pair : text.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(
                        decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
        return new Form(parameters, "");
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, UTF_8);
        } catch (IllegalArgumentException e) {
            throw new SnsError(
                    SnsError.Code.VALIDATION_ERROR,
                    "The request isn't form-encoded: " + e.getMessage());
        }
    }

    Optional<String> optional(String name) {
        return Optional.ofNullable(parameters.get(prefix + name));
    }

    String require(String name) {
        return optional(name).orElseThrow(() -> SnsError.missing(name));
    }

    /** The items {@code name.1}, {@code name.2} … in the order of their numbers. */
    List<Form> items(String name) {
        var start = prefix + name + ".";
        return parameters.tailMap(start).keySet().stream()
                .takeWhile(key -> key.startsWith(start))
                .map(key -> key.substring(start.length()).split("\\.", 2)[0])
                .filter(number -> number.matches("\\d{1,9}"))
                .map(Integer::valueOf)
                .distinct()
                .sorted()
                .map(number -> new Form(parameters, start + number))
                .toList();
    }

    /** A list of plain texts. */
    List<String> texts(String name) {
        return items(name).stream().map(item -> item.require("")).toList();
    }

    /** A list of pairs, whose parts are named as given with a dot before. */
    Map<String, String> map(String name, String key, String value) {
        var map = new LinkedHashMap<String, String>();
        items(name).forEach(item -> map.put(item.require(key), item.optional(value).orElse("")));
        return map;
    }
}
