package io.spillway.local.page;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Follows a file to which lines are added, by this process or another. A line counts once it is
 * whole. For one thread at a time.
 */
final class LineTail {

    /** Takes one line without its end. */
    @FunctionalInterface
    interface Lines {
        void take(long offset, byte[] line) throws IOException;
    }

    /** Far longer than any line of ours; what is longer isn't one of ours. */
    static final int LONGEST_LINE = 16 << 20;

    private static final int BLOCK_BYTES = 1 << 18;

    private final Path file;
    private List<Object> identity = List.of();
    private long position;

    LineTail(Path file) {
        this.file = file;
    }

    /**
     * Whether the file is another one than before, or was cut: what was read of it no longer
     * counts, and the next {@link #poll} begins anew.
     */
    boolean hasRestarted() throws IOException {
        try {
            if (position == 0 || (identity.equals(identity()) && Files.size(file) >= position)) {
                return false;
            }
        } catch (NoSuchFileException _) {
            if (position == 0) {
                return false;
            }
        }
        position = 0;
        return true;
    }

    /** A file's number may be given to the next one, so the time of its birth counts too. */
    private List<Object> identity() throws IOException {
        var attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return List.of(
                attributes.creationTime(), Objects.requireNonNullElse(attributes.fileKey(), ""));
    }

    /**
     * Hands on the lines that were added since the last call; none while there is no file.
     *
     * @return whether there were any
     * @throws IOException if the file can't be read, or a line is longer than {@value
     *     #LONGEST_LINE} bytes
     */
    boolean poll(Lines lines) throws IOException {
        var before = position;
        try (var channel = FileChannel.open(file)) {
            if (position == 0) {
                identity = identity();
            }
            channel.position(position);
            var block = new byte[BLOCK_BYTES];
            var held = 0;
            for (var count = read(channel, block, held);
                    count > 0;
                    count = read(channel, block, held)) {
                held = handOn(block, held + count, lines);
                if (held == block.length) {
                    block = larger(block);
                }
            }
        } catch (NoSuchFileException _) {
            return false;
        }
        return position > before;
    }

    private static int read(FileChannel channel, byte[] block, int held) throws IOException {
        return channel.read(ByteBuffer.wrap(block, held, block.length - held));
    }

    /** Moves the beginning of an unfinished line to the front; its length. */
    private int handOn(byte[] block, int held, Lines lines) throws IOException {
        var start = 0;
        for (var at = 0; at < held; at++) {
            if (block[at] == '\n') {
                lines.take(position, Arrays.copyOfRange(block, start, at));
                position += at + 1 - start;
                start = at + 1;
            }
        }
        System.arraycopy(block, start, block, 0, held - start);
        return held - start;
    }

    private byte[] larger(byte[] block) throws IOException {
        if (block.length >= LONGEST_LINE) {
            throw new IOException(
                    "Cannot read %s: the line at byte %d is longer than %d bytes. Move the file away; the next run starts another one."
                            .formatted(file, position, LONGEST_LINE));
        }
        return Arrays.copyOf(block, block.length * 2);
    }
}
