package io.spillway.pipeline.detect;

import io.spillway.pipeline.stage.ContentType;
import java.util.Optional;

/**
 * Tells the type of an object from its first bytes.
 *
 * <p>Magic numbers come first, then the look of text. The extension chooses among kinds of text and
 * vouches for text that isn't UTF-8; it never turns bytes into something that they aren't.
 */
public final class ContentDetector {

    /** How many of an object's first bytes to pass, in bytes; all of them where it has fewer. */
    public static final int HEAD_BYTES = 4096;

    private ContentDetector() {}

    /**
     * @param head the first {@link #HEAD_BYTES} bytes, or the whole object where it is smaller;
     *     with fewer than 512 a tar isn't recognised
     * @param size of the whole object, in bytes
     */
    public static Detection detect(String key, byte[] head, long size) {
        var claimed = Extension.typeOf(key);
        if (size == 0) {
            var type = claimed.filter(ContentType::isText).orElse(ContentType.BINARY);
            return new Detection(type, claimed, true);
        }
        return new Detection(typeOf(claimed, head, size), claimed, false);
    }

    private static ContentType typeOf(Optional<ContentType> claimed, byte[] head, long size) {
        var magic = MagicNumbers.typeOf(head);
        if (magic.isPresent()) {
            return magic.get();
        }
        var text = TextLook.of(head, head.length >= size);
        if (claimed.isPresent() && claimed.get().isText() && text != TextLook.NONE) {
            return claimed.get();
        }
        return switch (text) {
            case UNICODE -> TextLook.kindOf(head);
            case OTHER_ENCODING, NONE -> ContentType.BINARY;
        };
    }
}
