package io.spillway.pipeline.stage;

import io.spillway.pipeline.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An attempt that lives in the test: an input of bytes, outputs that can be looked at, and faults
 * on demand. Progress that falls, or exceeds its total, is an error.
 */
public final class TestWork implements Work {

    private final TestInput input;
    private final Optional<InputSet> set;
    private final TestOutputs outputs;
    private final List<Long> progress = new ArrayList<>();
    private long stopAt = Long.MAX_VALUE;
    private Checkpoint from = Checkpoint.NONE;
    private Checkpoint last = Checkpoint.NONE;

    /**
     * How far an attempt came.
     *
     * @param outputs how many were closed by then
     * @param open how many bytes of others were written
     */
    private record Checkpoint(
            String format, Optional<JsonObject> position, int outputs, Map<String, Integer> open) {
        private static final Checkpoint NONE = new Checkpoint("", Optional.empty(), 0, Map.of());
    }

    private TestWork(String key, ContentType type, TestContent content, boolean kept) {
        this(new TestInput(key, type, content), Optional.empty(), key, kept);
    }

    private TestWork(TestInput input, Optional<InputSet> set, String key, boolean kept) {
        this.input = input;
        this.set = set;
        this.outputs = new TestOutputs(key, kept);
    }

    /** An attempt on an object in the bucket {@code drops}. */
    public static TestWork on(String key, ContentType type, byte[] content) {
        return new TestWork(key, type, TestContent.of(content), true);
    }

    /**
     * An attempt on a set: members by their paths, of one type. The manifest has as many bytes as
     * they have together, and nothing in them.
     */
    public static TestWork onSet(
            String key, ContentType type, Map<String, TestContent> members, boolean kept) {
        var set = new TestSet(type, members);
        var manifest =
                new TestInput(
                        key,
                        ContentType.JSON,
                        new TestContent(new byte[0], new byte[1], set.bytes()),
                        set.reads());
        return new TestWork(manifest, Optional.of(set), key, kept);
    }

    /** An attempt whose outputs are counted and dropped. */
    public static TestWork counting(String key, ContentType type, TestContent content) {
        return new TestWork(key, type, content, false);
    }

    /** Makes reading the input fail once so many bytes were read. */
    public TestWork failReadAfter(long bytes, IOException failure) {
        input.failAfter(bytes, failure);
        return this;
    }

    /** Makes writing fail once so many bytes were written, over all outputs. */
    public TestWork failWriteAfter(long bytes, IOException failure) {
        outputs.failAfter(bytes, failure);
        return this;
    }

    /** Asks the attempt to stop as soon as so many bytes were read. */
    public TestWork stopAtRead(long bytes) {
        stopAt = bytes;
        return this;
    }

    /**
     * Goes on from where an attempt stopped: what that one had written by its last checkpoint is
     * there, should the stage ask for it, and nothing else is.
     */
    public TestWork goOnFrom(TestWork stopped) {
        from = stopped.last;
        last = from;
        outputs.offer(stopped.outputs, from.outputs(), from.open());
        return this;
    }

    /** Whether the stage said from where another attempt can go on. */
    public boolean hasCheckpoint() {
        return last.position().isPresent();
    }

    /**
     * What was written: {@code in/a.csv.jsonl} beside {@code in/a.csv}, and {@code in/a.zip/b.csv}
     * under {@code in/a.zip}.
     */
    public Map<String, byte[]> written() {
        return outputs.contents();
    }

    /** What was written, by name, as SHA-256: short enough to be printed where it differs. */
    public Map<String, String> digests() {
        var digests = new LinkedHashMap<String, String>();
        outputs.contents().forEach((name, bytes) -> digests.put(name, digest(bytes)));
        return digests;
    }

    /** One output as UTF-8. */
    public String text(String name) {
        return new String(outputs.contents().get(name), StandardCharsets.UTF_8);
    }

    /** The media types of the outputs. */
    public Map<String, String> writtenTypes() {
        return outputs.types();
    }

    public long bytesWritten() {
        return outputs.written();
    }

    public long bytesRead() {
        return input.read();
    }

    /** Outputs, and streams of the input, that were not closed. */
    public List<String> leftOpen() {
        var open = new ArrayList<>(outputs.leftOpen());
        if (input.leftOpen() != 0) {
            open.add(input.leftOpen() + " of the input's streams");
        }
        return open;
    }

    /** What {@link Progress#at} was told of as done. */
    public List<Long> reported() {
        return List.copyOf(progress);
    }

    @Override
    public Input input() {
        return input;
    }

    @Override
    public Optional<InputSet> set() {
        return set;
    }

    @Override
    public Outputs outputs() {
        return outputs;
    }

    @Override
    public Progress progress() {
        return (done, total) -> {
            var before = progress.isEmpty() ? 0 : progress.getLast();
            if (done < before || total > 0 && done > total) {
                throw new AssertionError(
                        "Progress went from %d to %d of %d.".formatted(before, done, total));
            }
            if (done > before || progress.isEmpty()) {
                progress.add(done);
            }
        };
    }

    @Override
    public Path scratch() throws IOException {
        return Files.createTempDirectory("spillway-test");
    }

    @Override
    public void checkStop() throws InterruptedException {
        if (input.read() >= stopAt) {
            throw new InterruptedException("The test asked the attempt to stop.");
        }
    }

    @Override
    public Optional<JsonObject> resumeFrom(String format) {
        if (!format.equals(from.format())) {
            return Optional.empty();
        }
        outputs.adopt();
        return from.position();
    }

    @Override
    public void checkpoint(String format, JsonObject position) {
        last =
                new Checkpoint(
                        format, Optional.of(position), outputs.closed(), outputs.sizesOfOpen());
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256.", e);
        }
    }
}
