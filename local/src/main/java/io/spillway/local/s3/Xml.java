package io.spillway.local.s3;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * An XML document on its way out.
 *
 * <p>A control character in a key becomes a character reference, as S3 does it, although XML 1.0
 * knows none for most of them: whoever has such keys lists with {@code encoding-type=url}.
 */
final class Xml {

    private static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final StringBuilder text =
            new StringBuilder(256).append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    private final String root;

    private Xml(String root, String attributes) {
        this.root = root;
        text.append('<').append(root).append(attributes).append('>');
    }

    /** A document in S3's namespace. */
    static Xml document(String root) {
        return new Xml(root, " xmlns=\"" + NAMESPACE + "\"");
    }

    /** A document without a namespace, as errors are. */
    static Xml plain(String root) {
        return new Xml(root, "");
    }

    Xml open(String element) {
        text.append('<').append(element).append('>');
        return this;
    }

    Xml close(String element) {
        text.append("</").append(element).append('>');
        return this;
    }

    Xml add(String element, String value) {
        return open(element).text(value).close(element);
    }

    Xml add(String element, Optional<String> value) {
        value.ifPresent(present -> add(element, present));
        return this;
    }

    Xml add(String element, long value) {
        return add(element, Long.toString(value));
    }

    Xml add(String element, boolean value) {
        return add(element, Boolean.toString(value));
    }

    Xml add(String element, Instant value) {
        return add(element, TIME.format(value));
    }

    /** Text within the element that is open. */
    Xml text(String value) {
        value.codePoints().forEach(this::escape);
        return this;
    }

    private void escape(int c) {
        switch (c) {
            case '<' -> text.append("&lt;");
            case '>' -> text.append("&gt;");
            case '&' -> text.append("&amp;");
            case '"' -> text.append("&quot;");
            default -> {
                if (c < ' ' || c == 0x7F || c == 0xFFFE || c == 0xFFFF) {
                    text.append("&#x").append(Integer.toHexString(c)).append(';');
                } else {
                    text.appendCodePoint(c);
                }
            }
        }
    }

    byte[] bytes() {
        return (text + "</" + root + ">").getBytes(StandardCharsets.UTF_8);
    }
}
