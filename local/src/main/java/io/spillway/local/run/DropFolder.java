package io.spillway.local.run;

import io.spillway.pipeline.attempt.Parallel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * A folder whose files are put into the drop bucket, each once it has stopped changing.
 *
 * <p>The bucket itself remembers what was put: an object carries its file's time of change, so a
 * file is put again only after it changed. Hidden files are left out.
 */
final class DropFolder {

    /** Name of the metadata that holds a file's time of change, in milliseconds since 1970. */
    private static final String CHANGED_METADATA = "spillway-file-changed";

    private static final int NOT_FOUND = 404;
    private static final int PRECONDITION_FAILED = 412;

    /** A file that was put. */
    record Dropped(String key, long bytes) {}

    private record Look(long bytes, long changed) {}

    private final Path folder;
    private final String bucket;
    private final S3Client s3;
    private Map<Path, Look> before = new HashMap<>();
    private final Map<Path, Look> done = new HashMap<>();

    DropFolder(Path folder, String bucket, S3Client s3) {
        this.folder = folder;
        this.bucket = bucket;
        this.s3 = s3;
    }

    /**
     * Looks at the folder once, and puts the files that are the same as at the look before.
     *
     * @param told of each file as it has been put, by several threads
     * @return whether everything in the folder has been put
     */
    boolean look(Consumer<Dropped> told) throws IOException {
        var now = files();
        var settled =
                now.entrySet().stream()
                        .filter(file -> !file.getValue().equals(done.get(file.getKey())))
                        .filter(file -> file.getValue().equals(before.get(file.getKey())))
                        .toList();
        before = now;
        var put =
                Parallel.map(
                        settled,
                        file -> {
                            put(file.getKey(), file.getValue()).ifPresent(told);
                            return file;
                        });
        put.forEach(file -> done.put(file.getKey(), file.getValue()));
        return now.entrySet().stream()
                .allMatch(file -> file.getValue().equals(done.get(file.getKey())));
    }

    private Map<Path, Look> files() throws IOException {
        var files = new TreeMap<Path, Look>();
        if (!Files.isDirectory(folder)) {
            return files;
        }
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path directory, BasicFileAttributes attributes) {
                        return isHidden(directory)
                                ? FileVisitResult.SKIP_SUBTREE
                                : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        if (attributes.isRegularFile() && !isHidden(file)) {
                            files.put(
                                    file,
                                    new Look(
                                            attributes.size(),
                                            attributes.lastModifiedTime().toMillis()));
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException e) {
                        return FileVisitResult
                                .CONTINUE; // gone since it was listed: the next look tells
                    }
                });
        return files;
    }

    private boolean isHidden(Path path) {
        return !path.equals(folder) && path.getFileName().toString().startsWith(".");
    }

    /** The key of a file: the folder's name and the way to the file below it, parted by slashes. */
    private String key(Path file) {
        var key = new StringBuilder(folder.getFileName().toString());
        folder.relativize(file).forEach(segment -> key.append('/').append(segment));
        return key.toString();
    }

    private Optional<Dropped> put(Path file, Look look) throws IOException {
        var key = key(file);
        try {
            var there = there(key);
            return isOf(there, look) ? Optional.empty() : Optional.of(put(file, key, look, there));
        } catch (SdkException e) {
            throw new IOException(
                    "Cannot put %s into s3://%s: %s".formatted(file, bucket, e.getMessage()), e);
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof NoSuchFileException) {
                return Optional.empty();
            }
            throw e.getCause();
        }
    }

    /**
     * Puts a file in place of what is there. A request whose answer is lost is repeated beneath us;
     * were it not for the condition, that would be a second version and so a second upload.
     */
    private Dropped put(Path file, String key, Look look, Optional<HeadObjectResponse> before) {
        var request =
                PutObjectRequest.builder()
                        .bucket(bucket)
                        .key(key)
                        .metadata(Map.of(CHANGED_METADATA, Long.toString(look.changed())));
        before.ifPresentOrElse(
                there -> request.ifMatch(there.eTag()), () -> request.ifNoneMatch("*"));
        try {
            s3.putObject(request.build(), RequestBody.fromFile(file));
        } catch (S3Exception e) {
            if (e.statusCode() != PRECONDITION_FAILED || !isOf(there(key), look)) {
                throw e;
            }
        }
        return new Dropped(key, look.bytes());
    }

    private Optional<HeadObjectResponse> there(String key) {
        try {
            return Optional.of(s3.headObject(head -> head.bucket(bucket).key(key)));
        } catch (S3Exception e) {
            if (e.statusCode() == NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static boolean isOf(Optional<HeadObjectResponse> there, Look look) {
        return there.filter(object -> object.contentLength() == look.bytes())
                .map(object -> object.metadata().get(CHANGED_METADATA))
                .filter(Long.toString(look.changed())::equals)
                .isPresent();
    }
}
