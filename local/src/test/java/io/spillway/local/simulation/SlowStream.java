package io.spillway.local.simulation;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** A body that stops for a while in its middle, and takes its reader's memory there. */
final class SlowStream extends FilterInputStream {

    private final long middle;
    private final Duration slowness;
    private final Machine machine;
    private long position;

    SlowStream(InputStream in, long middle, Duration slowness, Machine machine) {
        super(in);
        this.middle = middle;
        this.slowness = slowness;
        this.machine = machine;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        var count = super.read(bytes, offset, length);
        var before = position;
        position += Math.max(0, count);
        if (before <= middle && position > middle) {
            machine.pass(slowness);
            if (!machine.hasMemory()) {
                machine.runOutOfMemory();
            }
        }
        return count;
    }
}
