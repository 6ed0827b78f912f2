package io.spillway.local.sns;

import java.util.ArrayList;
import java.util.List;

/**
 * A pattern in which each {@code *} stands for any text; a backslash takes the meaning from the
 * character after it. Matching takes time in proportion to the text's length times the parts.
 *
 * @param parts the texts before, between and after the stars
 */
record Glob(List<String> parts) {

    Glob {
        parts = List.copyOf(parts);
    }

    static Glob parse(String pattern) {
        var parts = new ArrayList<String>();
        var part = new StringBuilder();
        for (int at = 0; at < pattern.length(); at++) {
            char character = pattern.charAt(at);
            if (character == '*') {
                parts.add(part.toString());
                part.setLength(0);
                continue;
            }
            if (character == '\\' && at + 1 < pattern.length()) {
                at++;
            }
            part.append(pattern.charAt(at));
        }
        parts.add(part.toString());
        return new Glob(parts);
    }

    boolean matches(String text) {
        if (parts.size() == 1) {
            return text.equals(parts.getFirst());
        }
        if (!text.startsWith(parts.getFirst()) || !text.endsWith(parts.getLast())) {
            return false;
        }
        int at = parts.getFirst().length();
        int end = text.length() - parts.getLast().length();
        for (var part : parts.subList(1, parts.size() - 1)) {
            int found = text.indexOf(part, at);
            if (found < 0) {
                return false;
            }
            at = found + part.length();
        }
        return at <= end;
    }
}
