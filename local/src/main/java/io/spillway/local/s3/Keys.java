package io.spillway.local.s3;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Optional;

/** Object keys: their order, and how they are written in URLs and events. */
final class Keys {

    /**
     * The order of listings: by bytes of UTF-8, which is the order of code points and, for the rare
     * characters beyond U+FFFF, not that of {@link String#compareTo}.
     */
    static final Comparator<String> UTF8_ORDER = Keys::compare;

    private static final String UNRESERVED = "-_.*/";
    private static final String HEX = "0123456789ABCDEF";

    private Keys() {}

    private static int compare(String a, String b) {
        int common = Math.min(a.length(), b.length());
        for (int i = 0; i < common; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                return Character.isSurrogate(x) == Character.isSurrogate(y)
                        ? Character.compare(x, y)
                        : Boolean.compare(Character.isSurrogate(x), Character.isSurrogate(y));
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    /** The first text that sorts after everything starting with {@code prefix}; empty if none. */
    static Optional<String> afterPrefix(String prefix) {
        for (int end = prefix.length(); end > 0; ) {
            int last = prefix.codePointBefore(end);
            end -= Character.charCount(last);
            if (last < Character.MAX_CODE_POINT) {
                int next = last + 1 == Character.MIN_SURROGATE ? 0xE000 : last + 1;
                return Optional.of(prefix.substring(0, end) + Character.toString(next));
            }
        }
        return Optional.empty();
    }

    static int utf8Length(String key) {
        return key.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Form-url-encoded, but with slashes as they are: the form of keys in events and listings. */
    static String urlEncode(String key) {
        var out = new StringBuilder(key.length() + 16);
        for (byte b : key.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            if (c < 128 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0)) {
                out.append(c);
            } else if (c == ' ') {
                out.append('+');
            } else {
                out.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            }
        }
        return out.toString();
    }

    /**
     * Undoes percent-encoding.
     *
     * @param plusIsSpace as in a query, but not in a path
     * @throws S3Error if a percent sign isn't followed by two digits, or the bytes aren't UTF-8
     */
    static String urlDecode(String encoded, boolean plusIsSpace) {
        var bytes = ByteBuffer.allocate(encoded.length() * 3);
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c == '%') {
                bytes.put((byte) hexPair(encoded, i + 1));
                i += 2;
            } else if (c == '+' && plusIsSpace) {
                bytes.put((byte) ' ');
            } else {
                bytes.put(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            throw S3Error.invalidUri(encoded);
        }
    }

    private static int hexPair(String encoded, int at) {
        int high = at + 1 < encoded.length() ? Character.digit(encoded.charAt(at), 16) : -1;
        int low = high >= 0 ? Character.digit(encoded.charAt(at + 1), 16) : -1;
        if (low < 0) {
            throw S3Error.invalidUri(encoded);
        }
        return high << 4 | low;
    }
}
