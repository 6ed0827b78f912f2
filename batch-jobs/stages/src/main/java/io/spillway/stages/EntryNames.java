package io.spillway.stages;

import io.spillway.pipeline.detect.Escaped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;

/**
 * The names seen in one archive.
 *
 * <p>A name becomes part of a key, and one day perhaps of a path. One that could leave its folder,
 * or that two entries share, makes the whole archive suspect: it is refused, not repaired.
 */
final class EntryNames {

    private final Set<String> seen = new HashSet<>();

    /**
     * The path of a file entry: its name without segments {@code .}.
     *
     * @throws Damaged if it is unsafe, or was seen before
     */
    String fileName(String name) throws Damaged {
        var path = safe(name, name);
        if (!seen.add(path)) {
            throw refused(name, "stands for the same file as another");
        }
        return path;
    }

    /**
     * @throws Damaged if the name of a folder entry is unsafe
     */
    void checkFolder(String name) throws Damaged {
        var path = name;
        while (path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        if (!path.isEmpty() && !path.equals(".")) {
            safe(name, path);
        }
    }

    /** What to say of an entry that isn't taken. */
    static Damaged refused(String name, String why) {
        return new Damaged(
                "its entry \"%s\" %s. Nothing of the archive was unpacked; pack the files again."
                        .formatted(Escaped.of(name), why));
    }

    private static String safe(String name, String path) throws Damaged {
        if (path.startsWith("/")) {
            throw refused(name, "has an absolute path");
        }
        if (path.length() > 1 && path.charAt(1) == ':' && isLetter(path.charAt(0))) {
            throw refused(name, "starts with a drive letter");
        }
        for (var i = 0; i < path.length(); i++) {
            checkCharacter(name, path.charAt(i));
        }
        var kept = new ArrayList<String>();
        for (var segment : path.split("/", -1)) {
            if (segment.isEmpty()) {
                throw refused(name, "has an empty part in its path");
            }
            if (segment.equals("..")) {
                throw refused(name, "leads out of the archive's folder");
            }
            if (!segment.equals(".")) {
                kept.add(segment);
            }
        }
        if (kept.isEmpty()) {
            throw refused(name, "names no file");
        }
        return String.join("/", kept);
    }

    private static void checkCharacter(String name, char character) throws Damaged {
        if (character == '\\') {
            throw refused(name, "has a backslash in its name");
        }
        if (Character.isISOControl(character)) {
            throw refused(name, "has a control character in its name");
        }
    }

    private static boolean isLetter(char character) {
        return character >= 'a' && character <= 'z' || character >= 'A' && character <= 'Z';
    }
}
