package io.spillway.legacy;

import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.stage.Input;
import io.spillway.pipeline.stage.Outputs;
import io.spillway.pipeline.stage.Progress;
import io.spillway.pipeline.stage.Work;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectVersion;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * An attempt at one object in memory that keeps what its stage writes, in the order it was written.
 */
class RecordingWork implements Work, Input, Outputs {

    private final ObjectVersion object;
    private final byte[] content;
    private final Path scratch;
    private final Map<String, ByteArrayOutputStream> written = new LinkedHashMap<>();
    private final Map<String, String> contentTypes = new LinkedHashMap<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private long done;
    private long programsPeakMemory;

    RecordingWork(Path scratch, String key, String content) {
        this(scratch, key, content.getBytes(StandardCharsets.UTF_8));
    }

    RecordingWork(Path scratch, String key, byte[] content) {
        this(scratch, key, content, content.length);
    }

    /** An object that claims to have this size. */
    RecordingWork(Path scratch, String key, byte[] content, long size) {
        this.scratch = scratch;
        this.content = content;
        this.object =
                new ObjectVersion(new ObjectLocation("drops", key), Optional.of("v1"), "e", size);
    }

    /** Makes {@link #checkStop} throw from now on. */
    void askToStop() {
        stop.countDown();
    }

    /** What was written, as text, by the name it was given. */
    Map<String, String> written() {
        var texts = new LinkedHashMap<String, String>();
        written.forEach((name, bytes) -> texts.put(name, bytes.toString(StandardCharsets.UTF_8)));
        return texts;
    }

    Map<String, String> contentTypes() {
        return contentTypes;
    }

    /** The last that was told as done. */
    long done() {
        return done;
    }

    /** The most that was told as held by programs, in bytes. */
    long programsPeakMemory() {
        return programsPeakMemory;
    }

    @Override
    public void programsHold(long bytes) {
        programsPeakMemory = Math.max(programsPeakMemory, bytes);
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
        return (now, total) -> {
            if (now < done || total != 0) {
                throw new AssertionError(
                        "Progress went from %d to %d of %d.".formatted(done, now, total));
            }
            done = now;
        };
    }

    @Override
    public Path scratch() {
        return scratch;
    }

    @Override
    public void checkStop() throws InterruptedException {
        if (stop.getCount() == 0) {
            throw new InterruptedException("asked to stop");
        }
    }

    @Override
    public ObjectVersion object() {
        return object;
    }

    @Override
    public ContentType type() {
        return ContentType.BINARY;
    }

    @Override
    public InputStream open() {
        return new ByteArrayInputStream(content);
    }

    @Override
    public SeekableByteChannel openChannel() {
        throw new AssertionError("A legacy stage reads its input in order.");
    }

    @Override
    public OutputStream besideInput(String suffix, String contentType) {
        return open(name() + suffix, contentType);
    }

    @Override
    public OutputStream underInput(String path, String contentType) {
        return open(name() + "/" + path, contentType);
    }

    private OutputStream open(String name, String contentType) {
        var output = new ByteArrayOutputStream();
        if (written.putIfAbsent(name, output) != null) {
            throw new AssertionError("Output %s was given twice.".formatted(name));
        }
        contentTypes.put(name, contentType);
        return output;
    }
}
