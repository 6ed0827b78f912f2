package legacy.settlement;

/** Degree days and what they cost. Exact: temperatures are summed in twentieths of a degree. */
class Account {

    /** 18.0 degrees, twice, in tenths: what a day's highest and lowest are measured against. */
    private static final long BASE = 360;

    private static final long HEATING_CENTS = 125;
    private static final long COOLING_CENTS = 80;

    private int days;
    private long heating;
    private long cooling;

    /** Adds a day whose highest and lowest temperature, in tenths, have this sum. */
    void add(long highestAndLowest) {
        days++;
        heating += Math.max(0, BASE - highestAndLowest);
        cooling += Math.max(0, highestAndLowest - BASE);
    }

    String columns() {
        return right(String.valueOf(days), 6)
                + right(hundredths(heating * 5), 11)
                + right(hundredths(cooling * 5), 11)
                + right(hundredths(cents()), 13);
    }

    String values() {
        return days
                + ","
                + hundredths(heating * 5)
                + ","
                + hundredths(cooling * 5)
                + ","
                + hundredths(cents());
    }

    /** Rounded half up. */
    private long cents() {
        return (heating * HEATING_CENTS + cooling * COOLING_CENTS + 10) / 20;
    }

    private static String hundredths(long value) {
        long rest = value % 100;
        return value / 100 + (rest < 10 ? ".0" : ".") + rest;
    }

    private static String right(String text, int width) {
        StringBuffer padded = new StringBuffer();
        for (int i = text.length(); i < width; i++) {
            padded.append(' ');
        }
        return padded.append(text).toString();
    }
}
