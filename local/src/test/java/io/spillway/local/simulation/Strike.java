package io.spillway.local.simulation;

/** A fault at a point. */
record Strike(int point, Fault fault) {

    @Override
    public String toString() {
        return point + ":" + fault.word();
    }

    static Strike parse(String text) {
        var parts = text.split(":", 2);
        if (parts.length < 2 || !parts[0].matches("[1-9]\\d{0,5}")) {
            throw new IllegalArgumentException(
                    "\"%s\" is no strike: expected the number of a point and a fault, such as 12:crash-before."
                            .formatted(text));
        }
        return new Strike(Integer.parseInt(parts[0]), Fault.ofWord(parts[1]));
    }
}
