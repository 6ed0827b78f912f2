package io.spillway.local.batch;

import java.io.IOException;

/** There is no image of that name. */
public final class ImageNotFound extends IOException {

    public ImageNotFound(String message) {
        super(message);
    }
}
