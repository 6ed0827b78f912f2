package io.spillway.stages;

/** The size of the stages' buffers. */
final class Buffers {

    /** In bytes. From 8 to 64 KiB unpacking gains a fifth; beyond, nothing. */
    static final int SIZE = 64 << 10;

    private Buffers() {}
}
