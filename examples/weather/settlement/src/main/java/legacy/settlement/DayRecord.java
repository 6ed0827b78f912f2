package legacy.settlement;

import java.math.BigDecimal;

/** One line of input. Reads flat JSON the way people did before there were libraries for it. */
class DayRecord {

    private final String line;
    private final int number;

    DayRecord(String line, int number) {
        this.line = line;
        this.number = number;
    }

    /** The year and month of the date: {@code 2012-01}. */
    String month() throws MalformedRecord {
        String date = text("date", "");
        if (!date.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
            throw malformed("no date of the form 2012-01-31");
        }
        return date.substring(0, 7);
    }

    /** A temperature in tenths of a degree, with a quoted or a bare number. */
    long tenths(String name) throws MalformedRecord {
        String value = text(name, "");
        if (value.length() == 0) {
            throw malformed("no " + name);
        }
        try {
            long tenths = new BigDecimal(value).movePointRight(1).longValueExact();
            if (Math.abs(tenths) <= 1000) {
                return tenths;
            }
        } catch (ArithmeticException e) {
            throw malformed(name + " is finer than a tenth of a degree");
        } catch (NumberFormatException e) {
            throw malformed(name + " is no number");
        }
        throw malformed(name + " is beyond 100 degrees");
    }

    /** The value of a field without its quotes, or what to take where there is none. */
    String text(String name, String otherwise) {
        String label = "\"" + name + "\":";
        int at = line.indexOf(label);
        if (at < 0) {
            return otherwise;
        }
        String rest = line.substring(at + label.length()).trim();
        if (rest.startsWith("\"")) {
            int end = rest.indexOf('"', 1);
            return end < 0 ? otherwise : rest.substring(1, end);
        }
        int end = 0;
        while (end < rest.length() && ",} ".indexOf(rest.charAt(end)) < 0) {
            end++;
        }
        return rest.substring(0, end);
    }

    private MalformedRecord malformed(String why) {
        return new MalformedRecord("line " + number + ": " + why);
    }
}
