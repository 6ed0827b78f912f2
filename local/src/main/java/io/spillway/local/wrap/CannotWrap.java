package io.spillway.local.wrap;

/** A program can't be wrapped as it was asked for; the message says why and what to do. */
public final class CannotWrap extends Exception {

    CannotWrap(String message) {
        super(message);
    }
}
