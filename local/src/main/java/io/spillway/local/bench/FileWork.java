package io.spillway.local.bench;

import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.stage.Input;
import io.spillway.pipeline.stage.Outputs;
import io.spillway.pipeline.stage.Progress;
import io.spillway.pipeline.stage.Work;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.work.Usage;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A stage's work without any network: a file of this machine in, nothing out. */
final class FileWork implements Work, Input, Outputs {

    private final Path file;
    private final ObjectVersion object;
    private long written;

    FileWork(Path file) throws IOException {
        this.file = file;
        this.object =
                new ObjectVersion(
                        new ObjectLocation("here", file.getFileName().toString()),
                        Optional.empty(),
                        "etag",
                        Files.size(file));
    }

    /** What was used since {@code start}. */
    Usage usage(Instant start) {
        return new Usage(start, Duration.between(start, Instant.now()), object.size(), written);
    }

    @Override
    public Input input() {
        return this;
    }

    @Override
    public Outputs outputs() {
        return this;
    }

    @Override
    public Progress progress() {
        return Progress.NONE;
    }

    @Override
    public Path scratch() {
        return file.toAbsolutePath().getParent();
    }

    @Override
    public void checkStop() {}

    @Override
    public ObjectVersion object() {
        return object;
    }

    @Override
    public ContentType type() {
        return ContentType.CSV;
    }

    @Override
    public InputStream open() throws IOException {
        return Files.newInputStream(file);
    }

    @Override
    public SeekableByteChannel openChannel() throws IOException {
        return Files.newByteChannel(file);
    }

    @Override
    public OutputStream besideInput(String suffix, String contentType) {
        return counted();
    }

    @Override
    public OutputStream underInput(String path, String contentType) {
        return counted();
    }

    private OutputStream counted() {
        return new FilterOutputStream(OutputStream.nullOutputStream()) {
            @Override
            public void write(byte[] bytes, int offset, int length) {
                written += length;
            }
        };
    }
}
