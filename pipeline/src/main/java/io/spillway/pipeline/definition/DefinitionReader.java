package io.spillway.pipeline.definition;

import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.json.JsonValue;
import io.spillway.pipeline.stage.StageType;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Reads pipeline definitions and checks them. Reports every mistake of a document at once, each
 * once: what follows from another mistake isn't reported.
 *
 * <p>The tree may come from {@code pipeline.yaml} itself or from the JSON that Terraform makes of
 * it; both give the same definition. docs/pipeline-yaml.md says what a document may hold.
 */
public final class DefinitionReader {

    /** Ours: far below the 200 filter policies of an SNS topic, far above what anybody can read. */
    public static final int MOST_PHASES = 100;

    private static final List<String> KEYS = List.of("pipeline", "phases");

    private final Problems problems = new Problems();
    private final PhaseReader phases;

    private DefinitionReader(Collection<StageType> catalogue) {
        this.phases = new PhaseReader(catalogue);
    }

    /** What reading a document gives. */
    public sealed interface Result {

        /** A definition without a mistake. */
        record Checked(PipelineDefinition definition) implements Result {}

        /**
         * Everything that is wrong with a document.
         *
         * @param source the document's name, as it was given
         * @param problems at least one, by their place in the document
         */
        record Mistaken(String source, List<Problem> problems) implements Result {
            public Mistaken {
                problems = List.copyOf(problems);
            }

            /** One line for each problem. */
            public String report() {
                return problems.stream()
                        .map(problem -> problem.line(source))
                        .collect(Collectors.joining("\n"));
            }
        }
    }

    /**
     * Reads and checks a document.
     *
     * @param source what to call the document in reports, such as {@code pipeline.yaml}
     * @param catalogue the stages that a phase may name beside {@code legacy}
     */
    public static Result read(JsonValue document, String source, Collection<StageType> catalogue) {
        var reader = new DefinitionReader(catalogue);
        var definition = reader.document(new Node(document, "", reader.problems));
        return reader.problems.count() == 0
                ? new Result.Checked(definition)
                : new Result.Mistaken(source, reader.problems.byPlace());
    }

    /**
     * {@link #read}, where a mistake is not expected any more.
     *
     * @throws MistakenDefinition if there is one
     */
    public static PipelineDefinition requireChecked(
            JsonValue document, String source, Collection<StageType> catalogue) {
        return switch (read(document, source, catalogue)) {
            case Result.Checked(var definition) -> definition;
            case Result.Mistaken mistaken -> throw new MistakenDefinition(mistaken);
        };
    }

    private PipelineDefinition document(Node root) {
        var fields = Fields.of(root, KEYS);
        var drafts = fields.map(this::phases).orElse(List.of());
        new PhaseGraph(drafts).check();
        OutputPrefixes.checkDisjoint(drafts);
        return new PipelineDefinition(
                fields.map(DefinitionReader::name).orElse(""),
                drafts.stream().map(PhaseDraft::phase).toList());
    }

    private static String name(Fields fields) {
        var node = fields.require("pipeline", "the pipeline's name");
        var name = node.flatMap(value -> value.text("the pipeline's name"));
        name.flatMap(Names::mistakeInPipeline)
                .ifPresent(message -> node.orElseThrow().report(message));
        return name.orElse("");
    }

    private List<PhaseDraft> phases(Fields fields) {
        var allowed = "a map of 1 to %d phases".formatted(MOST_PHASES);
        var node = fields.require("phases", allowed);
        var members = node.flatMap(value -> value.map(allowed)).map(JsonObject::members);
        if (members.isEmpty()) {
            return List.of();
        }
        var count = members.get().size();
        if (count < 1 || count > MOST_PHASES) {
            node.orElseThrow().mistake(count + " phases", allowed);
            return List.of();
        }
        return members.get().entrySet().stream()
                .map(phase -> phases.read(phase.getKey(), phase.getValue(), node.orElseThrow()))
                .toList();
    }
}
