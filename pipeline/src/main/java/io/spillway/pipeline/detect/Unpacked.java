package io.spillway.pipeline.detect;

/**
 * How large an object is once unpacked, as far as a few reads can tell.
 *
 * <p>The numbers are what the file says of itself: a hostile file can lie, so whoever unpacks keeps
 * counting. {@code how} ends a sentence that starts with the number: "1.4 GiB unpacked, as its gzip
 * trailer says".
 */
public sealed interface Unpacked {

    /** Not packed: its size is what it is. */
    record Plain(long bytes) implements Unpacked {}

    /**
     * The file records the size.
     *
     * @param entries how many files and folders it holds; 0 if that isn't recorded
     */
    record Exact(long bytes, long entries, String how) implements Unpacked {}

    /** The file records at least this much, and may hold more. */
    record AtLeast(long bytes, String how) implements Unpacked {}

    /** The file doesn't record the size: its size times a ratio. */
    record Estimated(long bytes, String how) implements Unpacked {}

    /**
     * It can't be unpacked.
     *
     * @param reason follows "Cannot unpack s3://bucket/key: ", with the numbers and what to do
     */
    record Broken(String reason) implements Unpacked {}
}
