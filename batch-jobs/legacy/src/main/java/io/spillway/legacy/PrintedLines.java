package io.spillway.legacy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Reads what a program prints to its end, in lines of bounded length and made harmless.
 *
 * <p>A line ends at a line feed or a carriage return, as progress bars write; empty lines are left
 * out. What a line has beyond {@link #MAX_BYTES} is dropped and counted. Bytes that are no UTF-8
 * become {@code U+FFFD}.
 */
final class PrintedLines {

    static final int MAX_BYTES = 2_000;

    private final byte[] line = new byte[MAX_BYTES];
    private final Consumer<String> to;
    private int length;
    private long dropped;

    private PrintedLines(Consumer<String> to) {
        this.to = to;
    }

    /**
     * @param heard told of everything that comes, before it is a whole line
     */
    static void drain(InputStream from, Runnable heard, Consumer<String> to) throws IOException {
        var lines = new PrintedLines(to);
        var buffer = new byte[8192];
        for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
            heard.run();
            for (int i = 0; i < n; i++) {
                lines.take(buffer[i]);
            }
        }
        lines.end();
    }

    private void take(byte next) {
        if (next == '\n' || next == '\r') {
            end();
        } else if (length < MAX_BYTES) {
            line[length++] = next;
        } else {
            dropped++;
        }
    }

    private void end() {
        if (length == 0) {
            return;
        }
        var text = HarmlessText.of(new String(line, 0, length, StandardCharsets.UTF_8));
        to.accept(dropped == 0 ? text : "%s … (%,d bytes more)".formatted(text, dropped));
        length = 0;
        dropped = 0;
    }
}
