package io.spillway.local.run;

import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.learning.Rates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;

/** What a run has learned of its stages' rates, for whoever asks once the run is over. */
public final class RatesFile {

    private static final String NAME = "rates.json";

    private RatesFile() {}

    static void write(Path state, Rates rates) throws IOException {
        var unfinished = state.resolve(NAME + ".unfinished");
        Files.write(unfinished, Json.writeBytes(rates.toJson()));
        Files.move(
                unfinished,
                state.resolve(NAME),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * @param state directory of a run, there or not
     * @return {@link Rates#NONE} if no run has ended there
     * @throws IOException if the file can't be read or understood
     */
    public static Rates read(Path state) throws IOException {
        var file = state.resolve(NAME);
        if (!Files.isRegularFile(file)) {
            return Rates.NONE;
        }
        try {
            return Rates.fromJson(Json.readObject(Files.readAllBytes(file)));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException(
                    "Cannot read the learned rates in %s: %s Remove the file; the next run writes it again."
                            .formatted(file, e.getMessage()),
                    e);
        }
    }
}
