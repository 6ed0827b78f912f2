package io.spillway.local.s3;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The bytes of all objects and parts: files that are written once, then only read, and deleted when
 * nothing refers to them any more.
 *
 * <p>A blob gets its name only when it is whole, so a file under {@code blobs} is never half
 * written. References are counted: one per slice of an object or part, and one per {@link Pin}.
 */
final class BlobStore {

    /** Keeps content readable until it is closed. */
    interface Pin extends AutoCloseable {
        Content content();

        @Override
        void close();
    }

    /** New content, and what was found out about it while it came in. */
    record Received(Pin pin, RequestBody.Digest digest) implements AutoCloseable {

        @Override
        public void close() {
            pin.close();
        }
    }

    private final Path blobs;
    private final Path incoming;
    private final Sequence sequence;
    private final Map<String, Integer> references = new HashMap<>();
    private boolean deleting;

    BlobStore(Path directory, Sequence sequence) {
        this.blobs = directory.resolve("blobs");
        this.incoming = directory.resolve("incoming");
        this.sequence = sequence;
    }

    /**
     * Deletes what a killed process left behind, and from now on each blob with its last reference.
     * Call it once all references are known.
     *
     * @throws IOException if a blob that is referred to is missing
     */
    synchronized void start() throws IOException {
        Files.createDirectories(blobs);
        Files.createDirectories(incoming);
        for (var leftOver : files(incoming)) {
            Files.delete(leftOver);
        }
        var missing = new HashSet<>(references.keySet());
        for (var file : files(blobs)) {
            if (!missing.remove(file.getFileName().toString())) {
                Files.delete(file);
            }
        }
        if (!missing.isEmpty()) {
            throw new IOException(
                    "Cannot serve %s: %d blobs are missing, such as %s. Restore the directory as a whole, or start with an empty one."
                            .formatted(blobs, missing.size(), missing.iterator().next()));
        }
        deleting = true;
    }

    private static Set<Path> files(Path directory) throws IOException {
        try (Stream<Path> tree = Files.walk(directory)) {
            var files = new HashSet<Path>();
            tree.filter(Files::isRegularFile).forEach(files::add);
            return files;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /**
     * Takes in a body; what comes in wrong leaves nothing behind.
     *
     * @return pinned; close it once something else refers to it, or if nothing will
     */
    Received receive(RequestBody body, ChecksumAlgorithm algorithm) throws IOException {
        var name = "%016x".formatted(sequence.next());
        var file = incoming.resolve(name);
        try {
            var digest = receive(body, algorithm, file);
            var content = Content.of(name, digest.size());
            if (digest.size() > 0) {
                publish(file, name);
            }
            return new Received(pin(content), digest);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static RequestBody.Digest receive(
            RequestBody body, ChecksumAlgorithm algorithm, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
            return body.copyTo(out, algorithm);
        }
    }

    private void publish(Path file, String name) throws IOException {
        var target = path(name);
        Files.createDirectories(target.getParent());
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Under the last two digits, which spread best. */
    private Path path(String name) {
        return blobs.resolve(name.substring(name.length() - 2)).resolve(name);
    }

    Pin pin(Content content) {
        retain(content);
        return new Pin() {
            private boolean closed;

            @Override
            public Content content() {
                return content;
            }

            @Override
            public synchronized void close() {
                if (!closed) {
                    closed = true;
                    release(content);
                }
            }
        };
    }

    synchronized void retain(Content content) {
        for (var slice : content.slices()) {
            references.merge(slice.blob(), 1, Integer::sum);
            sequence.passed(Long.parseLong(slice.blob(), 16));
        }
    }

    synchronized void release(Content content) {
        for (var slice : content.slices()) {
            if (references.merge(slice.blob(), -1, BlobStore::sumOrNone) == null && deleting) {
                delete(slice.blob());
            }
        }
    }

    private static Integer sumOrNone(int count, int change) {
        return count + change == 0 ? null : Integer.valueOf(count + change);
    }

    /** A file that can't be deleted now is deleted at the next start. */
    private void delete(String name) {
        try {
            Files.deleteIfExists(path(name));
        } catch (IOException e) {
            System.getLogger(BlobStore.class.getName())
                    .log(System.Logger.Level.DEBUG, "Blob stays until the next start: " + name, e);
        }
    }

    /** Streams pinned content. */
    void copy(Content content, OutputStream out) throws IOException {
        var channel = Channels.newChannel(out);
        for (var slice : content.slices()) {
            try (var file = FileChannel.open(path(slice.blob()), StandardOpenOption.READ)) {
                long done = 0;
                while (done < slice.length()) {
                    long count =
                            file.transferTo(slice.offset() + done, slice.length() - done, channel);
                    if (count == 0) {
                        throw new IOException(
                                "Blob %s ends after %d bytes, expected %d."
                                        .formatted(
                                                slice.blob(),
                                                file.size(),
                                                slice.offset() + slice.length()));
                    }
                    done += count;
                }
            }
        }
    }

    /** The MD5 and an additional checksum of pinned content, which is read for it. */
    RequestBody.Digest digest(Content content, ChecksumAlgorithm algorithm) throws IOException {
        var md5 = Hasher.of(ChecksumAlgorithm.digest("MD5"));
        var other = algorithm.hasher();
        copy(
                content,
                new OutputStream() {
                    @Override
                    public void write(int b) {
                        write(new byte[] {(byte) b}, 0, 1);
                    }

                    @Override
                    public void write(byte[] bytes, int offset, int length) {
                        md5.update(bytes, offset, length);
                        other.update(bytes, offset, length);
                    }
                });
        return new RequestBody.Digest(
                content.size(), md5.value(), Checksum.full(algorithm, other.value()));
    }
}
