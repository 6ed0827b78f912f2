package io.spillway.pipeline.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.definition.DefinitionReader.Result;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.json.JsonValue;
import io.spillway.pipeline.json.Position;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/** Phases joined at random, in circles too: what is accepted can be reached and comes to an end. */
class PhaseGraphTest {

    @Property(tries = 500)
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    void acceptsOnlyPhasesThatAnUploadReachesInTwelveSteps(
            @ForAll("triggers") List<Set<Integer>> triggers) {
        var result = DefinitionReader.read(document(triggers), "test", TestStageTypes.catalogue());

        Statistics.collect(result instanceof Result.Checked);
        Statistics.coverage(share -> share.check(false).percentage(percent -> percent > 5));
        switch (result) {
            case Result.Checked(var definition) ->
                    assertThat(reachedInTwelveSteps(definition)).hasSize(triggers.size());
            case Result.Mistaken(var _, var problems) ->
                    assertThat(problems)
                            .isNotEmpty()
                            .allMatch(
                                    problem ->
                                            problem.message().startsWith("found the cycle")
                                                    || problem.message()
                                                            .startsWith("found a chain"));
        }
    }

    /** For each phase, those it comes after; itself stands for an upload. */
    @Provide
    Arbitrary<List<Set<Integer>>> triggers() {
        return Arbitraries.integers()
                .between(0, 9)
                .set()
                .ofMinSize(1)
                .ofMaxSize(2)
                .list()
                .ofMinSize(1)
                .ofMaxSize(6);
    }

    private static JsonObject document(List<Set<Integer>> triggers) {
        var phases = JsonObject.of();
        for (int i = 0; i < triggers.size(); i++) {
            var phase = i;
            var on =
                    triggers.get(i).stream()
                            .map(
                                    other ->
                                            other == phase || other >= triggers.size()
                                                    ? "upload"
                                                    : "p" + other)
                            .distinct()
                            .map(PhaseGraphTest::trigger)
                            .toList();
            phases.put("p" + i, JsonObject.of().put("on", on).put("stage", "summary"));
        }
        return JsonObject.of().put("pipeline", "p").put("phases", phases).build();
    }

    private static JsonValue trigger(String word) {
        return word.equals("upload")
                ? new JsonValue.Text(Position.NONE, word)
                : JsonObject.of().put("after", word).build();
    }

    private static Set<Phase> reachedInTwelveSteps(PipelineDefinition definition) {
        var reached = new HashSet<>(definition.onUpload());
        for (int step = 1; step < PhaseGraph.LONGEST_CHAIN; step++) {
            for (var phase : List.copyOf(reached)) {
                reached.addAll(definition.after(phase.name()));
            }
        }
        return reached;
    }
}
