package io.spillway.local.view;

import io.spillway.pipeline.definition.ByteSize;
import java.nio.file.Path;

/** Numbers as people read them. */
final class Amounts {

    private Amounts() {}

    static String bytes(long bytes) {
        return new ByteSize(bytes).toString();
    }

    /** {@code 1 output}, {@code 2 outputs}. */
    static String count(long number, String one) {
        return number + " " + one + (number == 1 ? "" : "s");
    }

    /**
     * A path as short as it can be pasted: relative to the working directory if it lies beneath it.
     */
    static String path(Path path) {
        var here = Path.of("").toAbsolutePath();
        var absolute = path.toAbsolutePath().normalize();
        return (absolute.startsWith(here) && !absolute.equals(here)
                        ? here.relativize(absolute)
                        : absolute)
                .toString();
    }
}
