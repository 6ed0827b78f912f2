package io.spillway.pipeline.attempt;

import static java.util.stream.Collectors.toSet;

import io.spillway.pipeline.json.JsonObject;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * The outputs of one attempt: uploads that stay invisible. The last part of an output is stored in
 * the background while the stage goes on; a stage that is far ahead waits.
 */
final class StagedOutputs implements Outputs, AutoCloseable {

    /** Longest key. Source: Amazon S3 User Guide, "Naming Amazon S3 objects". */
    private static final int LONGEST_KEY = 1024;

    /** Most outputs that one checkpoint lists, so that it is one small object. */
    static final int MOST_IN_CHECKPOINT = 5_000;

    private final ObjectStore store;
    private final String bucket;
    private final String stem;
    private final Map<String, String> metadata;
    private final StopSignal stop;
    private final Set<String> taken = new HashSet<>();
    private final List<PendingUpload> adopted = new ArrayList<>();
    private final List<StagedOutput> started = new ArrayList<>();
    private final List<Future<PendingUpload>> finished = new ArrayList<>();
    private final AtomicLong written = new AtomicLong();
    private final Semaphore finishing = new Semaphore(Parallel.WIDTH);
    private final Threads threads;
    private final ExecutorService uploads;
    private final Map<String, Checkpoint.Open> resumable = new HashMap<>();
    private final Set<String> shared = new HashSet<>();
    private final Map<StagedOutput, PendingUpload> left = new LinkedHashMap<>();
    private final Marks marks = new Marks();

    /**
     * @param stem what every output key starts with: the phase's prefix and the input's name
     */
    StagedOutputs(
            ObjectStore store,
            ObjectLocation stem,
            Map<String, String> metadata,
            StopSignal stop,
            Threads threads) {
        this.store = store;
        this.bucket = stem.bucket();
        this.stem = stem.key();
        this.metadata = metadata;
        this.stop = stop;
        this.threads = threads;
        this.uploads = Executors.newThreadPerTaskExecutor(threads.uploads());
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
        stop.check();
        synchronized (this) {
            if (!taken.add(key)) {
                throw new StageFailure.BadInput(
                        "Cannot write \"%s\" twice: two outputs of one input have the same name. Rename one of them."
                                .formatted(printable(key)));
            }
        }
        var output = output(key, contentType);
        synchronized (this) {
            started.add(output);
        }
        return output;
    }

    private StagedOutput output(String key, String contentType) throws IOException {
        Checkpoint.Open before;
        synchronized (this) {
            before = resumable.remove(key);
        }
        if (before != null) {
            return new StagedOutput(
                    store.resumeUpload(before.stored()), before, stop, this::finish);
        }
        var writer = store.startUpload(new ObjectLocation(bucket, key), contentType, metadata);
        return new StagedOutput(writer, stop, this::finish);
    }

    /** Stores the last part of an output in the background. */
    private void finish(UploadWriter writer) throws IOException {
        try {
            finishing.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while outputs were being stored.");
        }
        written.addAndGet(writer.written());
        synchronized (this) {
            finished.add(
                    uploads.submit(
                            () -> {
                                try {
                                    return writer.finish();
                                } finally {
                                    finishing.release();
                                }
                            }));
        }
    }

    /** At most 200 characters, control characters as dots. */
    private static String printable(String text) {
        var safe = text.codePoints().map(c -> Character.isISOControl(c) ? '.' : c).limit(200);
        return safe.collect(
                        StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** Takes over the outputs of an earlier attempt, as if this one had written them. */
    synchronized void adopt(Checkpoint checkpoint) throws IOException {
        for (var upload : checkpoint.uploads()) {
            taken.add(upload.location().key());
            adopted.add(upload);
            stop.countWritten(upload.size());
        }
        for (var open : checkpoint.open()) {
            resumable.put(open.stored().location().key(), open);
            shared.add(open.stored().uploadId());
            stop.countWritten(open.written());
        }
    }

    /**
     * Notes that another attempt could go on from here, with the outputs closed by now and what
     * will be stored of those that are open.
     */
    synchronized void checkpoint(String format, JsonObject position) {
        if (resumable.isEmpty() && adopted.size() + started.size() <= MOST_IN_CHECKPOINT) {
            marks.add(format, position, finished.size(), started);
        }
    }

    /**
     * The uploads of all outputs, once all their parts are stored.
     *
     * @throws StageFailure.Bug if an output was never closed
     */
    List<PendingUpload> finish() throws StageFailure, IOException {
        List<Future<PendingUpload>> own;
        synchronized (this) {
            if (finished.size() < started.size()) {
                throw new StageFailure.Bug(
                        "Stage left %d of its %d outputs open below %s. Close every output before returning."
                                .formatted(started.size() - finished.size(), started.size(), stem));
            }
            if (!resumable.isEmpty()) {
                throw new StageFailure.Bug(
                        "Stage went on from a checkpoint and left out %s. Open again every output that was open then."
                                .formatted(resumable.keySet()));
            }
            own = List.copyOf(finished);
        }
        return Stream.concat(adopted.stream(), Parallel.all(own).stream()).toList();
    }

    /** Bytes of the outputs that this attempt has closed. */
    long written() {
        return written.get();
    }

    /**
     * From where another attempt can go on; empty if the stage never said so, or what it had closed
     * by then can't be stored in time. Nothing is written any more from now on.
     */
    Optional<Checkpoint> lastCheckpoint() throws IOException {
        end();
        synchronized (this) {
            if (finished.stream().allMatch(Future::isDone)) {
                for (var output : marks.outputs()) {
                    output.leave(stop.limits().grace())
                            .ifPresent(stored -> left.put(output, stored));
                }
            }
            return marks.newest(storedFirst(), left)
                    .map(
                            mark ->
                                    new Checkpoint(
                                            mark.format(),
                                            mark.position(),
                                            Stream.concat(
                                                            adopted.stream(),
                                                            stored(
                                                                    finished.subList(
                                                                            0, mark.finished()))
                                                                    .stream())
                                                    .toList(),
                                            mark.open(left)));
        }
    }

    /**
     * Discards every upload of this attempt that isn't to be kept, finished or not. For an attempt
     * that doesn't commit. Uploads of earlier attempts are let alone: if this one is fenced,
     * another goes on with them.
     */
    void discardAllBut(List<PendingUpload> kept) throws IOException {
        end();
        List<PendingUpload> useless;
        List<StagedOutput> open;
        synchronized (this) {
            var ids = kept.stream().map(PendingUpload::uploadId).collect(toSet());
            ids.addAll(shared);
            useless =
                    Stream.concat(stored(finished).stream(), left.values().stream())
                            .filter(upload -> !ids.contains(upload.uploadId()))
                            .toList();
            open = List.copyOf(started);
        }
        Parallel.map(
                useless,
                upload -> {
                    store.abort(upload);
                    return upload;
                });
        for (var output : open) {
            output.discard();
        }
    }

    /** How many of the closed outputs are stored, counted up to the first that isn't. */
    private long storedFirst() {
        return finished.stream().takeWhile(task -> task.state() == Future.State.SUCCESS).count();
    }

    private static List<PendingUpload> stored(List<Future<PendingUpload>> tasks) {
        return tasks.stream()
                .filter(task -> task.state() == Future.State.SUCCESS)
                .map(Future::resultNow)
                .toList();
    }

    /** Ends writing, and waits for what is being stored as long as its grace lasts. */
    private void end() {
        stop.end();
        uploads.shutdown();
        List<Future<PendingUpload>> begun;
        synchronized (this) {
            begun = List.copyOf(finished);
        }
        try {
            threads.await(begun, stop.limits().grace());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        uploads.shutdownNow();
    }

    @Override
    public void close() {
        end();
    }
}
