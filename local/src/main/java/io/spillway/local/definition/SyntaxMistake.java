package io.spillway.local.definition;

import io.spillway.pipeline.definition.Problem;
import io.spillway.pipeline.json.Position;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** What a YAML parser says of text that is no YAML, as a problem of the document. */
final class SyntaxMistake {

    private static final String ALIAS = "while scanning an alias";

    private SyntaxMistake() {}

    static Problem problem(YamlEngineException mistake) {
        return switch (mistake) {
            case MarkedYamlEngineException marked -> marked(marked);
            default -> new Problem(new Position(1, 1), "", message(mistake.getMessage()));
        };
    }

    private static Problem marked(MarkedYamlEngineException mistake) {
        var mark = mistake.getProblemMark().or(mistake::getContextMark);
        var at =
                mark.map(place -> new Position(place.getLine() + 1, place.getColumn() + 1))
                        .orElse(new Position(1, 1));
        var context = Optional.ofNullable(mistake.getContext());
        if (context.filter(ALIAS::equals).isPresent()) {
            return new Problem(
                    at,
                    "",
                    "found * at the start of text, where it names an alias; allowed: quotes around text that starts with *.");
        }
        var what = context.map(text -> text + ", ").orElse("") + mistake.getProblem();
        return new Problem(at, "", message(what));
    }

    private static String message(String what) {
        return "found text that is no YAML (%s); allowed: YAML 1.2.".formatted(what.strip());
    }
}
