package io.spillway.pipeline.stage;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Where a stage writes. Nothing written here can be seen by anybody until the whole attempt
 * commits.
 *
 * <p>Several outputs may be open at once. Closing an output's stream ends it; an output still open
 * when the stage returns fails the attempt as a bug. For the thread that runs the stage.
 */
public interface Outputs {

    /**
     * Starts an output named after the input: {@code .jsonl} for {@code in/a.csv} gives {@code
     * <phase>/in/a.csv.jsonl}.
     *
     * @param suffix starts with a dot
     * @param contentType a media type, such as {@code application/json}
     * @throws StageFailure if this name was given before in this attempt
     */
    OutputStream besideInput(String suffix, String contentType) throws StageFailure, IOException;

    /**
     * Starts an output under the input's name as under a folder: {@code x/b.csv} for {@code
     * in/a.zip} gives {@code <phase>/in/a.zip/x/b.csv}.
     *
     * @param path relative, segments parted by {@code /}, none of them empty, {@code .} or {@code
     *     ..}
     * @throws StageFailure if the path is none of these, is too long for a key, or was given before
     *     in this attempt
     */
    OutputStream underInput(String path, String contentType) throws StageFailure, IOException;
}
