package io.spillway.legacy;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Turns the name of an object into one that a file may have and a program may be given.
 *
 * <p>A name that is fine stays as it is. Else each control character, {@code /}, character that the
 * file system can't spell, and leading {@code -} or {@code @} (which many programs take for an
 * option or for a file of arguments) becomes {@code _}; and what exceeds 255 bytes is cut out
 * before the extension. Names may become alike: use it where there is one file.
 */
final class SafeName {

    /** Source: Linux {@code limits.h}, NAME_MAX; the same on macOS. */
    static final int MAX_BYTES = 255;

    /** A longer run of characters after the last dot isn't taken for an extension. */
    private static final int MAX_EXTENSION = 16;

    /** What the JVM spells names and arguments in: UTF-8, unless LANG is missing where it runs. */
    static final Charset OF_FILE_NAMES =
            Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

    private SafeName() {}

    static String of(String name) {
        return of(name, OF_FILE_NAMES);
    }

    static String of(String name, Charset ofFileNames) {
        if (name.isEmpty()) {
            return "input";
        }
        if (name.equals(".") || name.equals("..")) {
            return "_".repeat(name.length());
        }
        return shortened(spellable(name, ofFileNames.newEncoder()));
    }

    private static String spellable(String name, CharsetEncoder encoder) {
        var safe = new StringBuilder();
        name.codePoints()
                .mapToObj(Character::toString)
                .map(character -> isFine(character, encoder) ? character : "_")
                .forEach(safe::append);
        if (safe.charAt(0) == '-' || safe.charAt(0) == '@') {
            safe.setCharAt(0, '_');
        }
        return safe.toString();
    }

    private static boolean isFine(String character, CharsetEncoder encoder) {
        return !character.equals("/")
                && !Character.isISOControl(character.codePointAt(0))
                && encoder.canEncode(character);
    }

    private static String shortened(String name) {
        if (bytes(name) <= MAX_BYTES) {
            return name;
        }
        var dot = name.lastIndexOf('.');
        var extension = dot > 0 && name.length() - dot <= MAX_EXTENSION ? name.substring(dot) : "";
        var stem = new StringBuilder();
        var room = MAX_BYTES - bytes(extension);
        for (var character : name.codePoints().mapToObj(Character::toString).toList()) {
            room -= bytes(character);
            if (room < 0) {
                break;
            }
            stem.append(character);
        }
        return stem + extension;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
