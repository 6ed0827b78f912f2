package io.spillway.stages;

import io.spillway.pipeline.detect.Escaped;
import java.io.IOException;
import java.io.InputStream;

/**
 * A call into a library that reads packed data.
 *
 * <p>On hostile data such a library may throw anything. It counts as damaged data, unless the store
 * failed beneath it.
 */
final class Library {

    private final StoreTrouble trouble;

    Library(StoreTrouble trouble) {
        this.trouble = trouble;
    }

    /** What is called. */
    @FunctionalInterface
    interface Call<T> {
        T run() throws IOException;
    }

    <T> T call(Call<T> call) throws IOException {
        try {
            return call.run();
        } catch (Damaged e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            trouble.rethrow();
            throw new Damaged(describe(e), e);
        }
    }

    /** A library's stream, each read of which is such a call. */
    InputStream guard(InputStream in) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                return call(in::read);
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return call(() -> in.read(buffer, offset, length));
            }

            @Override
            public void close() throws IOException {
                call(
                        () -> {
                            in.close();
                            return in;
                        });
            }
        };
    }

    /** Messages of unchecked exceptions may quote content, so these are left out. */
    private static String describe(Exception e) {
        return e instanceof IOException && e.getMessage() != null
                ? Escaped.of(e.getMessage())
                : e.getClass().getSimpleName();
    }
}
