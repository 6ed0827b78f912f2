package io.spillway.stages;

import java.io.IOException;
import java.util.Optional;

/**
 * The first failure of the store during an attempt.
 *
 * <p>Libraries throw {@link IOException} for damaged data and wrap, or even swallow, what the
 * stream beneath them throws. The streams that touch the store note their failures here, so that
 * these can be told apart and passed on untouched.
 */
final class StoreTrouble {

    private Optional<Exception> first = Optional.empty();

    /** Remembers a failure of the store, which the caller throws. */
    void note(Exception failure) {
        if (first.isEmpty()) {
            first = Optional.of(failure);
        }
    }

    /** Throws what the store threw first; does nothing if it threw nothing. */
    void rethrow() throws IOException {
        switch (first.orElse(null)) {
            case IOException failure -> throw failure;
            case RuntimeException failure -> throw failure;
            case null, default -> {}
        }
    }
}
