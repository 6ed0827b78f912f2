package io.spillway.local.definition;

import io.spillway.pipeline.definition.DefinitionReader;
import io.spillway.pipeline.definition.DefinitionReader.Result;
import io.spillway.pipeline.definition.Problem;
import io.spillway.pipeline.stage.StageType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A {@code pipeline.yaml} on disk. */
public final class DefinitionFile {

    private DefinitionFile() {}

    /**
     * Reads and checks a file; its mistakes of form and of meaning are reported together.
     *
     * @throws IOException if it can't be read at all
     */
    public static Result read(Path file, Collection<StageType> catalogue) throws IOException {
        try (var bytes = Files.newInputStream(file)) {
            // One byte too many tells that the limit is passed without reading on.
            return read(bytes.readNBytes(YamlDocument.MOST_BYTES + 1), file.toString(), catalogue);
        }
    }

    /**
     * Reads and checks the content of a file.
     *
     * @param source what to call it in reports
     */
    public static Result read(byte[] content, String source, Collection<StageType> catalogue) {
        var document = YamlDocument.read(content);
        if (document.root().isEmpty()) {
            return new Result.Mistaken(source, document.problems());
        }
        var result = DefinitionReader.read(document.root().get(), source, catalogue);
        return document.problems().isEmpty() ? result : joined(document.problems(), result, source);
    }

    /** A value with a mistake of form isn't reported again for what was made of it. */
    private static Result joined(List<Problem> ofForm, Result result, String source) {
        var reported = ofForm.stream().map(Problem::at).collect(Collectors.toSet());
        var ofMeaning =
                switch (result) {
                    case Result.Checked _ -> Stream.<Problem>empty();
                    case Result.Mistaken(var _, var problems) ->
                            problems.stream().filter(problem -> !reported.contains(problem.at()));
                };
        return new Result.Mistaken(
                source, Stream.concat(ofForm.stream(), ofMeaning).sorted().toList());
    }
}
