package io.spillway.pipeline.detect;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.pipeline.stage.ContentType;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.util.Optional;

/** Whether bytes look like characters. */
enum TextLook {
    /** UTF-8, or UTF-16 with a byte order mark, and no control characters but those of a text. */
    UNICODE,
    /** No control characters, yet not UTF-8: a text in an older encoding, if its name says so. */
    OTHER_ENCODING,
    NONE;

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /**
     * @param whole whether these are all the bytes; if not, the last character may be cut
     */
    static TextLook of(byte[] head, boolean whole) {
        var characters = decode(head, whole);
        if (characters.isPresent()) {
            return isClean(characters.get()) ? UNICODE : NONE;
        }
        for (var octet : head) {
            if (octet >= 0 && isControl((char) octet)) {
                return NONE;
            }
        }
        return OTHER_ENCODING;
    }

    /** JSON, XML or plain text, by its first character that isn't a space. */
    static ContentType kindOf(byte[] head) {
        var characters = decode(head, false).orElseGet(() -> CharBuffer.allocate(0));
        while (characters.hasRemaining()) {
            var first = characters.get();
            if (first == '{' || first == '[') {
                return ContentType.JSON;
            }
            if (first == '<') {
                return ContentType.XML;
            }
            if (!Character.isWhitespace(first) && first != BYTE_ORDER_MARK) {
                return ContentType.TEXT;
            }
        }
        return ContentType.TEXT;
    }

    private static Optional<CharBuffer> decode(byte[] head, boolean whole) {
        var characters = CharBuffer.allocate(head.length);
        var result =
                encodingOf(head)
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .decode(ByteBuffer.wrap(head), characters, whole);
        return result.isError() ? Optional.empty() : Optional.of(characters.flip());
    }

    private static Charset encodingOf(byte[] head) {
        if (head.length >= 2 && head[0] == (byte) 0xFF && head[1] == (byte) 0xFE) {
            return UTF_16LE;
        }
        if (head.length >= 2 && head[0] == (byte) 0xFE && head[1] == (byte) 0xFF) {
            return UTF_16BE;
        }
        return UTF_8;
    }

    private static boolean isClean(CharBuffer characters) {
        for (var i = 0; i < characters.length(); i++) {
            if (isControl(characters.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** A control character of ASCII, other than those that texts have. */
    private static boolean isControl(char character) {
        return switch (character) {
            case '\t', '\n', '\f', '\r' -> false;
            default -> character < ' ' || character == 0x7F;
        };
    }
}
