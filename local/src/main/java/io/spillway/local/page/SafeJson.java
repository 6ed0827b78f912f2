package io.spillway.local.page;

import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonValue;

/** JSON that can stand inside an HTML document, whatever its texts hold. */
final class SafeJson {

    private SafeJson() {}

    /**
     * The value on one line without any character that HTML or a script could take for the end of
     * something: {@code <}, {@code >}, {@code &}, and the two line separators that older scripts
     * end a text at, as their codes.
     */
    static String write(JsonValue value) {
        var json = Json.write(value);
        var safe = new StringBuilder(json.length() + 64);
        for (var at = 0; at < json.length(); at++) {
            var letter = json.charAt(at);
            switch (letter) {
                case '<', '>', '&', '\u2028', '\u2029' ->
                        safe.append("\\u%04x".formatted((int) letter));
                default -> safe.append(letter);
            }
        }
        return safe.toString();
    }
}
