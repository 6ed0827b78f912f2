package io.spillway.pipeline.definition;

import java.util.List;

/**
 * A definition that can't be used, with everything that is wrong in it. Reading it again helps
 * nobody.
 */
public final class MistakenDefinition extends IllegalArgumentException {

    private final transient List<Problem> problems;

    public MistakenDefinition(DefinitionReader.Result.Mistaken mistaken) {
        super(mistaken.report());
        this.problems = mistaken.problems();
    }

    /** At least one, by their place in the document. */
    public List<Problem> problems() {
        return problems;
    }
}
