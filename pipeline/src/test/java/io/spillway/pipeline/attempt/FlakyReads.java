package io.spillway.pipeline.attempt;

import io.spillway.pipeline.memory.ForwardingStore;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.store.StoreException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;

/**
 * A store whose reads give little at once and break off: the first request of every range after
 * {@code breakAfter} bytes. Tells how many were under way at once.
 */
final class FlakyReads extends ForwardingStore {

    private final int breakAfter;
    private final Set<Long> broken = new HashSet<>();
    private int open;
    private int mostOpen;
    private int requests;

    FlakyReads(ObjectStore store, int breakAfter) {
        super(store);
        this.breakAfter = breakAfter;
    }

    synchronized int open() {
        return open;
    }

    synchronized int mostOpen() {
        return mostOpen;
    }

    synchronized int requests() {
        return requests;
    }

    @Override
    public InputStream read(ObjectVersion version, long offset, long length) throws IOException {
        var bytes = super.read(version, offset, length);
        synchronized (this) {
            open++;
            requests++;
            mostOpen = Math.max(mostOpen, open);
            return new Body(bytes, broken.add(offset) ? breakAfter : Integer.MAX_VALUE);
        }
    }

    private final class Body extends FilterInputStream {

        private int left;
        private boolean closed;

        Body(InputStream in, int left) {
            super(in);
            this.left = left;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (left == 0) {
                throw new StoreException.Transient("The connection broke.", null);
            }
            var count = in.read(target, offset, Math.min(length, Math.min(left, 1000)));
            left -= Math.max(0, count);
            Thread.yield();
            return count;
        }

        @Override
        public void close() {
            synchronized (FlakyReads.this) {
                open -= closed ? 0 : 1;
                closed = true;
            }
        }
    }
}
