package io.spillway.pipeline.store;

/**
 * The memory that large objects may take on their way in one direction, in bytes: ranges that are
 * fetched ahead, or parts that are stored in the background. It doesn't grow with the objects.
 *
 * @param bytes of all transfers of one direction together; 0 for one request after the other
 */
public record TransferMemory(long bytes) {

    /** One request after the other, with nothing held but what is being sent or read. */
    public static final TransferMemory NONE = new TransferMemory(0);

    /** Each direction takes this share of the heap: the stage has most of it. */
    private static final int SHARE_OF_HEAP = 16;

    /**
     * Bytes of a range or a part. Source: Amazon S3 User Guide, "Performance guidelines":
     * byte-range requests of 8 or 16 MB.
     */
    private static final int LARGEST_RANGE = 8 << 20;

    private static final int SMALLEST_RANGE = 1 << 20;

    /** Requests under way at once at most. More fill no network that a container has. */
    private static final int MOST_RANGES = 8;

    public TransferMemory {
        if (bytes < 0) {
            throw new IllegalArgumentException(
                    "Transfers take 0 bytes of memory or more, not %d.".formatted(bytes));
        }
    }

    /** A sixteenth of the heap, and no more than eight ranges of 8 MiB need. */
    public static TransferMemory ofHeap(long heap) {
        return new TransferMemory(
                Math.min((long) MOST_RANGES * LARGEST_RANGE, heap / SHARE_OF_HEAP));
    }

    /** What the heap of this process has room for. */
    public static TransferMemory ofThisProcess() {
        return ofHeap(Runtime.getRuntime().maxMemory());
    }

    /** Bytes of one range, 1 to 8 MiB. */
    public int rangeBytes() {
        return Math.clamp(bytes / MOST_RANGES, SMALLEST_RANGE, LARGEST_RANGE);
    }

    /** Ranges under way at once, 1 to 8. */
    public int ranges() {
        return Math.clamp(bytes / rangeBytes(), 1, MOST_RANGES);
    }

    /** Whether it is worth having several requests under way for an object of so many bytes. */
    public boolean splits(long size) {
        return ranges() > 1 && size > 2L * rangeBytes();
    }
}
