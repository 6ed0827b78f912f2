package io.spillway.stages;

/**
 * The form of a number in JSON: no leading zeros, no plus, no blanks. So {@code 00501} is text, as
 * a ZIP code should be. Source: RFC 8259, 6.
 *
 * <p>More than 400 characters, or an exponent of more than three digits, make a text too: few
 * readers of JSON can hold such a number.
 */
final class JsonNumber {

    private static final int MAX_LENGTH = 400;
    private static final int MAX_EXPONENT_DIGITS = 3;

    private JsonNumber() {}

    static boolean isOne(char[] text, int offset, int length) {
        var end = offset + length;
        var at = offset;
        if (at < end && text[at] == '-') {
            at++;
        }
        var digits = digitsFrom(text, at, end);
        if (digits == at || text[at] == '0' && digits > at + 1) {
            return false;
        }
        at = digits;
        if (at < end && text[at] == '.') {
            digits = digitsFrom(text, at + 1, end);
            if (digits == at + 1) {
                return false;
            }
            at = digits;
        }
        return length <= MAX_LENGTH && (at == end || isExponent(text, at, end));
    }

    private static boolean isExponent(char[] text, int at, int end) {
        if (text[at] != 'e' && text[at] != 'E') {
            return false;
        }
        var start = at + 1;
        if (start < end && (text[start] == '+' || text[start] == '-')) {
            start++;
        }
        return start < end
                && end - start <= MAX_EXPONENT_DIGITS
                && digitsFrom(text, start, end) == end;
    }

    private static int digitsFrom(char[] text, int start, int end) {
        var at = start;
        while (at < end && text[at] >= '0' && text[at] <= '9') {
            at++;
        }
        return at;
    }
}
