package io.spillway.local.bench;

import io.spillway.pipeline.definition.ByteSize;
import java.nio.file.Path;
import java.util.Set;

/**
 * What to measure.
 *
 * @param files how many small ones
 * @param bytes of each small file, at most; enough for the header and a row
 * @param large size of the large file; it is compared with one a tenth as large
 * @param parts which of them to measure
 * @param concurrency invocations of the function at once
 * @param rows a CSV whose rows the files are made of
 * @param state an empty or new directory for everything that is kept meanwhile
 */
record BenchOptions(
        int files,
        int bytes,
        ByteSize large,
        Set<Part> parts,
        int concurrency,
        Path rows,
        Path state) {

    /** A measurement that stands on its own. */
    enum Part {
        SMALL,
        LARGE,
        /** Transfers of the large file, alone and together. Only where it is asked for. */
        TRANSFER,
        /** The large file split, converted in parts and joined. Only where it is asked for. */
        SPLIT;

        static final Set<Part> UNASKED = Set.of(SMALL, LARGE);
    }

    BenchOptions {
        parts = Set.copyOf(parts);
    }
}
