package legacy.settlement;

/** Tells which line can't be settled, and why. */
class MalformedRecord extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedRecord(String message) {
        super(message);
    }
}
