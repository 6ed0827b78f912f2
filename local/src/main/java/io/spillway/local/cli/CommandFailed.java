package io.spillway.local.cli;

/** What a command was asked can't be done; the message says why and what to do. */
final class CommandFailed extends RuntimeException {

    CommandFailed(String message) {
        super(message);
    }
}
