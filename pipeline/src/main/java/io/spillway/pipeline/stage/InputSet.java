package io.spillway.pipeline.stage;

import java.io.IOException;
import java.util.stream.Stream;

/**
 * All outputs of one phase that came of one upload: what a phase with {@code after: {every: …}}
 * reads. Always the same members in the same order, however often it is asked.
 */
public interface InputSet {

    /**
     * One member, pinned to the version that the set lists. Its {@link Input#type} is what its name
     * says; its first bytes were not read.
     */
    interface Member extends Input {

        /** The key below the prefix of the phase that made it: {@code in/a.zip/b.csv.jsonl}. */
        String path();

        /** Id of the work item that made it. */
        String item();
    }

    /** How many members there are, at least one. */
    long count();

    /** Of all members together, as they are stored. */
    long bytes();

    /**
     * The members by their place in the upload: the order of the outputs of a phase, and within
     * each what came of it. Read page by page as the stream is consumed; the caller closes it.
     *
     * @return a stream that throws {@link java.io.UncheckedIOException} where the list can't be
     *     read on
     */
    Stream<Member> members() throws IOException;
}
