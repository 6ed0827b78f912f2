package io.spillway.pipeline.stage;

/**
 * Tells why a stage could not finish, and by its subtype what may help.
 *
 * <p>Messages have one form: what failed on which object, why with the numbers, what to do. They
 * name no secret and quote no content.
 */
public abstract sealed class StageFailure extends Exception {

    private StageFailure(String message, Throwable cause) {
        super(message, cause);
    }

    /** Another attempt may succeed: a lost connection, a busy service. */
    public static final class Transient extends StageFailure {
        public Transient(String message) {
            super(message, null);
        }

        public Transient(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** An attempt on a larger host may succeed; here every one would fail alike. */
    public static final class HostTooSmall extends StageFailure {
        public HostTooSmall(String message) {
            super(message, null);
        }
    }

    /** Every attempt would fail alike: the input isn't what it should be. */
    public static final class BadInput extends StageFailure {
        public BadInput(String message) {
            super(message, null);
        }

        public BadInput(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Every attempt would fail alike until the definition or the environment is changed. */
    public static final class Configuration extends StageFailure {
        public Configuration(String message) {
            super(message, null);
        }
    }

    /** Every attempt would fail alike on a host with as little scratch space. */
    public static final class NoSpace extends StageFailure {
        public NoSpace(String message) {
            super(message, null);
        }
    }

    /** Every attempt would fail alike: the stage, or the program it wraps, is wrong. */
    public static final class Bug extends StageFailure {
        public Bug(String message) {
            super(message, null);
        }

        public Bug(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
