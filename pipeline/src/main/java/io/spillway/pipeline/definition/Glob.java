package io.spillway.pipeline.definition;

import java.util.Arrays;

/**
 * Matches a glob by following all its readings at once, one character of the key at a time. Never
 * backtracks: the time is at most the length of the glob times the length of the key.
 *
 * <p>A state is a place in the glob: the number of tokens already matched.
 */
final class Glob {

    /** Tokens that aren't a character; the others are code points. */
    private static final int ONE_BUT_SLASH = -1;

    private static final int RUN_BUT_SLASH = -2;
    private static final int RUN = -3;

    /** The next two tokens may be left out: a run and the slash that ends it. */
    private static final int OPTIONAL_FOLDERS = -4;

    private final int[] tokens;

    Glob(String glob) {
        this.tokens = tokens(glob.codePoints().toArray());
    }

    boolean matches(String key) {
        var states = new boolean[tokens.length + 1];
        states[0] = true;
        addThoseReachedByNothing(states);
        for (int i = 0; i < key.length(); i += Character.charCount(key.codePointAt(i))) {
            states = step(states, key.codePointAt(i));
        }
        return states[tokens.length];
    }

    private boolean[] step(boolean[] states, int character) {
        var next = new boolean[states.length];
        for (int state = 0; state < tokens.length; state++) {
            if (states[state] && accepts(tokens[state], character)) {
                next[isRun(tokens[state]) ? state : state + 1] = true;
            }
        }
        addThoseReachedByNothing(next);
        return next;
    }

    /** A run may be empty, and optional folders may be left out. */
    private void addThoseReachedByNothing(boolean[] states) {
        for (int state = 0; state < tokens.length; state++) {
            if (states[state] && isRun(tokens[state])) {
                states[state + 1] = true;
            } else if (states[state] && tokens[state] == OPTIONAL_FOLDERS) {
                states[state + 1] = true;
                states[state + 3] = true;
            }
        }
    }

    private static boolean accepts(int token, int character) {
        return switch (token) {
            case RUN -> true;
            case RUN_BUT_SLASH, ONE_BUT_SLASH -> character != '/';
            case OPTIONAL_FOLDERS -> false;
            default -> token == character;
        };
    }

    private static boolean isRun(int token) {
        return token == RUN || token == RUN_BUT_SLASH;
    }

    private static int[] tokens(int[] glob) {
        var tokens = new int[glob.length + 1];
        int count = 0;
        for (int i = 0; i < glob.length; i++) {
            var isRun = glob[i] == '*' && i + 1 < glob.length && glob[i + 1] == '*';
            if (isRun && i + 2 < glob.length && glob[i + 2] == '/') {
                tokens[count++] = OPTIONAL_FOLDERS;
            }
            tokens[count++] = isRun ? RUN : single(glob[i]);
            i += isRun ? 1 : 0;
        }
        return Arrays.copyOf(tokens, count);
    }

    private static int single(int character) {
        return switch (character) {
            case '*' -> RUN_BUT_SLASH;
            case '?' -> ONE_BUT_SLASH;
            default -> character;
        };
    }
}
