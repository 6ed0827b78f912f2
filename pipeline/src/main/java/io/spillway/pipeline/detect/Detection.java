package io.spillway.pipeline.detect;

import io.spillway.pipeline.stage.ContentType;
import java.util.Optional;

/**
 * What an object's first bytes and its name say it is.
 *
 * @param type as the bytes tell it; the name decides only among kinds of text
 * @param claimed the type that the name's extension stands for; absent if it stands for none
 * @param empty whether the object has no bytes at all, so that only its name tells its type
 */
public record Detection(ContentType type, Optional<ContentType> claimed, boolean empty) {

    /**
     * Whether the bytes are not what the name says, such as a {@code .csv} that is a picture. Kinds
     * of text never contradict each other; an empty object contradicts every name but a text's.
     */
    public boolean contradictory() {
        return claimed.isPresent()
                && claimed.get() != type
                && !(claimed.get().isText() && type.isText());
    }
}
