package io.spillway.pipeline.definition;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What pipelines and phases may be called. */
final class Names {

    static final int LONGEST = 40;

    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    /** Words that mean something else where the name of a phase may stand. */
    private static final Set<String> RESERVED = Set.of("intake", "upload", "every");

    /** Words that some readers of YAML, Terraform's among them, take for a truth value or none. */
    private static final Set<String> NOT_TEXT =
            Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");

    private static final String ALLOWED =
            "lowercase letters and digits in words joined by hyphens, a letter first, %d characters at most"
                    .formatted(LONGEST);

    private Names() {}

    /** What is wrong with a pipeline's name: what was found and what is allowed. */
    static Optional<String> mistakeInPipeline(String name) {
        if (name.length() > LONGEST) {
            return Optional.of(
                    mistake(
                            "%s of %d characters".formatted(Node.quote(name), name.length()),
                            ALLOWED));
        }
        if (!FORM.matcher(name).matches()) {
            return Optional.of(mistake(Node.quote(name), ALLOWED));
        }
        if (NOT_TEXT.contains(name)) {
            return Optional.of(
                    mistake(
                            Node.quote(name) + ", which some readers of YAML take for no text",
                            "any other word"));
        }
        return Optional.empty();
    }

    /** What is wrong with a phase's name: what was found and what is allowed. */
    static Optional<String> mistakeInPhase(String name) {
        if (RESERVED.contains(name)) {
            return Optional.of(
                    mistake(
                            "the reserved name " + Node.quote(name),
                            "any name but intake, upload, every"));
        }
        return mistakeInPipeline(name);
    }

    private static String mistake(String found, String allowed) {
        return Node.form(found, allowed, Optional.empty());
    }
}
