package io.spillway.local.definition;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import io.spillway.pipeline.definition.DefinitionReader.Result;
import io.spillway.pipeline.definition.Problem;
import io.spillway.pipeline.definition.TestStageTypes;
import io.spillway.pipeline.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/** Valid definitions, damaged at random. */
class DefinitionMutationTest {

    /** What slips in: what YAML gives a meaning, and what the keys of definitions take. */
    private static final List<String> SLIPS =
            List.of(
                    "", " ", "\n", "\t", ":", ": ", "-", "- ", "{", "}", "[", "]", ",", "#", "&a ",
                    "*a", "!", "|", ">", "'", "\"", "%", "@", "?", "<<", "~", "0", "-1", "1e999",
                    "never", "always", "upload", "after", "legacy", "summary", "null", "true",
                    "\u0000", "\u2028", "ü", "😀", "---\n", "...\n", "  ");

    private static List<String> originals;
    private static JsonSchema schema;

    @BeforeContainer
    static void readOriginals() throws IOException {
        originals = Definitions.valid().map(DefinitionMutationTest::text).toList();
        schema = PipelineSchemaTest.schema();
    }

    @Property(tries = 1500)
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    void givesADefinitionOrAtLeastOneProblemInsideTheDocument(@ForAll("damaged") String yaml) {
        var result = read(yaml);

        Statistics.collect(result instanceof Result.Checked);
        Statistics.coverage(share -> share.check(true).percentage(percent -> percent > 5));
        if (result instanceof Result.Mistaken(var _, var problems)) {
            assertThat(problems)
                    .isNotEmpty()
                    .allMatch(problem -> isInside(problem, yaml))
                    .isSorted();
        }
    }

    @Property(tries = 1500)
    void acceptsNothingThatTheSchemaRefuses(@ForAll("damaged") String yaml) {
        if (read(yaml) instanceof Result.Checked) {
            assertThat(schema.validate(json(yaml), InputFormat.JSON)).isEmpty();
        }
    }

    /** One to three places of a valid definition, each with a few characters replaced. */
    @Provide
    Arbitrary<String> damaged() {
        var place = Arbitraries.doubles().between(0, 1);
        var length = Arbitraries.of(0, 0, 1, 2, 5, 20);
        var slip = Arbitraries.of(SLIPS);
        var damages = Combinators.combine(place, length, slip).as(Damage::new).list();
        return Combinators.combine(Arbitraries.of(originals), damages.ofMinSize(1).ofMaxSize(3))
                .as(DefinitionMutationTest::damaged);
    }

    /** Some characters replaced, at a place counted in shares of the whole. */
    private record Damage(double place, int length, String slip) {}

    private static String damaged(String original, List<Damage> damages) {
        var text = new StringBuilder(original);
        for (var damage : damages) {
            var start = (int) (damage.place() * text.length());
            text.replace(start, Math.min(text.length(), start + damage.length()), damage.slip());
        }
        return text.toString();
    }

    private static boolean isInside(Problem problem, String yaml) {
        var lines = yaml.split("\r\n|\r|\n", -1);
        var line = problem.at().line();
        return line >= 1
                && line <= lines.length
                && problem.at().column() >= 1
                && problem.at().column() <= lines[line - 1].length() + 1;
    }

    private static Result read(String yaml) {
        return DefinitionFile.read(
                yaml.getBytes(StandardCharsets.UTF_8), "damaged.yaml", TestStageTypes.catalogue());
    }

    private static String json(String yaml) {
        return Json.write(
                YamlDocument.read(yaml.getBytes(StandardCharsets.UTF_8)).root().orElseThrow());
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
