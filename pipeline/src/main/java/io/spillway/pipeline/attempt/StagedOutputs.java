package io.spillway.pipeline.attempt;

import io.spillway.pipeline.stage.Outputs;
import io.spillway.pipeline.stage.StageFailure;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.pipeline.store.PendingUpload;
import io.spillway.pipeline.store.UploadWriter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/**
 * The outputs of one attempt: uploads that stay invisible. The last part of an output is stored in
 * the background while the stage goes on; a stage that is far ahead waits.
 */
final class StagedOutputs implements Outputs, AutoCloseable {

    /** Longest key. Source: Amazon S3 User Guide, "Naming Amazon S3 objects". */
    private static final int LONGEST_KEY = 1024;

    private final ObjectStore store;
    private final String bucket;
    private final String stem;
    private final Map<String, String> metadata;
    private final StopSignal stop;
    private final Set<String> taken = new HashSet<>();
    private final List<UploadWriter> writers = new ArrayList<>();
    private final List<Future<PendingUpload>> finished = new ArrayList<>();
    private final Semaphore finishing = new Semaphore(Parallel.WIDTH);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * @param stem what every output key starts with: the phase's prefix and the input's name
     */
    StagedOutputs(
            ObjectStore store, ObjectLocation stem, Map<String, String> metadata, StopSignal stop) {
        this.store = store;
        this.bucket = stem.bucket();
        this.stem = stem.key();
        this.metadata = metadata;
        this.stop = stop;
    }

    @Override
    public OutputStream besideInput(String suffix, String contentType)
            throws StageFailure, IOException {
        if (!suffix.startsWith(".") || suffix.contains("/")) {
            throw new StageFailure.Bug(
                    "Stage asked for an output \"%s%s\": a suffix starts with a dot and has no slash."
                            .formatted(stem, suffix));
        }
        return start(stem + suffix, contentType);
    }

    @Override
    public OutputStream underInput(String path, String contentType)
            throws StageFailure, IOException {
        for (var segment : path.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                throw new StageFailure.BadInput(
                        "Cannot write \"%s\" below %s: a path of outputs has no empty, \".\" or \"..\" segment. Rename the entry."
                                .formatted(printable(path), stem));
            }
        }
        return start(stem + "/" + path, contentType);
    }

    private OutputStream start(String key, String contentType) throws StageFailure, IOException {
        var bytes = key.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > LONGEST_KEY) {
            throw new StageFailure.BadInput(
                    "Cannot write \"%s\": the key has %d bytes and S3 takes at most %d. Shorten the name."
                            .formatted(printable(key), bytes, LONGEST_KEY));
        }
        if (!taken.add(key)) {
            throw new StageFailure.BadInput(
                    "Cannot write \"%s\" twice: two outputs of one input have the same name. Rename one of them."
                            .formatted(printable(key)));
        }
        var writer = store.startUpload(new ObjectLocation(bucket, key), contentType, metadata);
        writers.add(writer);
        return new Output(writer);
    }

    /** At most 200 characters, control characters as dots. */
    private static String printable(String text) {
        var safe = text.codePoints().map(c -> Character.isISOControl(c) ? '.' : c).limit(200);
        return safe.collect(
                        StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /**
     * The uploads of all outputs, once all their parts are stored.
     *
     * @throws StageFailure.Bug if an output was never closed
     */
    List<PendingUpload> finish() throws StageFailure, IOException {
        if (finished.size() < writers.size()) {
            throw new StageFailure.Bug(
                    "Stage left %d of its %d outputs open below %s. Close every output before returning."
                            .formatted(writers.size() - finished.size(), writers.size(), stem));
        }
        return Parallel.all(finished);
    }

    /** Bytes written to all outputs. */
    long written() {
        return writers.stream().mapToLong(UploadWriter::written).sum();
    }

    /**
     * Discards every upload that was not finished, and finished ones too. For an attempt that
     * doesn't commit.
     */
    void discard() throws IOException {
        threads.close();
        Parallel.map(
                finished.stream()
                        .filter(task -> task.state() == Future.State.SUCCESS)
                        .map(Future::resultNow)
                        .toList(),
                upload -> {
                    store.abort(upload);
                    return upload;
                });
        for (var writer : writers) {
            writer.close();
        }
    }

    @Override
    public void close() {
        threads.close();
    }

    private final class Output extends OutputStream {
        private final UploadWriter writer;
        private boolean closed;

        Output(UploadWriter writer) {
            this.writer = writer;
        }

        @Override
        public void write(int b) throws IOException {
            stop.check();
            writer.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            stop.check();
            writer.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            if (closed) {
                return;
            }
            closed = true;
            stop.check();
            try {
                finishing.acquire();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("Interrupted while outputs were being stored.");
            }
            finished.add(
                    threads.submit(
                            () -> {
                                try {
                                    return writer.finish();
                                } finally {
                                    finishing.release();
                                }
                            }));
        }
    }
}
