package io.spillway.local.function;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The log of a function: a file to which lines are added.
 *
 * <p>A plain stream and no channel, since a thread that is interrupted while it writes to a channel
 * closes it.
 */
final class FunctionLog implements LambdaLogger, AutoCloseable {

    private final FileOutputStream out;
    private boolean closed;

    private FunctionLog(FileOutputStream out) {
        this.out = out;
    }

    static FunctionLog open(Path file) throws IOException {
        if (file.getParent() != null) {
            Files.createDirectories(file.getParent());
        }
        return new FunctionLog(new FileOutputStream(file.toFile(), true));
    }

    void line(String format, Object... values) {
        log(format.formatted(values));
    }

    @Override
    public void log(String message) {
        log((message.endsWith("\n") ? message : message + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Lines that come after the log was closed, from handlers that are late, are dropped. */
    @Override
    public synchronized void log(byte[] message) {
        if (closed) {
            return;
        }
        try {
            out.write(message);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write to the function's log.", e);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        out.close();
    }
}
