package io.spillway.local.container;

import java.io.IOException;

/** No container engine answers on this machine. */
public final class NoContainerEngine extends IOException {

    NoContainerEngine(String message) {
        super(message);
    }
}
