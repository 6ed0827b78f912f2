package io.spillway.pipeline.store;

import java.io.IOException;

/**
 * An object store that couldn't do what was asked; its subtype tells whether another try may help.
 */
public abstract sealed class StoreException extends IOException {

    private StoreException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Another try may succeed: throttled, unreachable, timed out, a server's own fault. */
    public static final class Transient extends StoreException {
        public Transient(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Every try would fail alike: no permission, no bucket, a request that is refused. */
    public static final class Permanent extends StoreException {
        public Permanent(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
