package io.spillway.pipeline.definition;

import io.spillway.pipeline.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the output prefixes of phases, and checks that none holds another. */
final class OutputPrefixes {

    private static final int LONGEST = 100;

    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9][A-Za-z0-9._=-]*/)+");

    private static final String ALLOWED =
            ("segments of letters, digits, \".\", \"_\", \"=\", \"-\", a letter or digit first, each"
                            + " ended by \"/\", %d characters at most")
                    .formatted(LONGEST);

    private OutputPrefixes() {}

    /** The phase's own name where it says none; empty text where it has none that can be. */
    static String read(Fields phase, String name) {
        var output = phase.get("output");
        if (output.isEmpty()) {
            return Names.mistakeInPhase(name).isEmpty() ? name + "/" : "";
        }
        var prefix = output.get().text(ALLOWED).orElse("");
        if (isAllowed(prefix)) {
            return prefix;
        }
        if (output.get().value() instanceof JsonValue.Text) {
            var slashed = Optional.of(prefix + "/").filter(OutputPrefixes::isAllowed);
            output.get().report(Node.form(Node.quote(prefix), ALLOWED, slashed));
        }
        return "";
    }

    /** Reports each phase whose outputs would mix with those of a phase before it. */
    static void checkDisjoint(List<PhaseDraft> phases) {
        var before = new ArrayList<PhaseDraft>();
        for (var phase : phases) {
            before.stream()
                    .filter(other -> mix(other, phase))
                    .findFirst()
                    .ifPresent(other -> report(other, phase));
            before.add(phase);
        }
    }

    private static boolean isAllowed(String prefix) {
        return prefix.length() <= LONGEST && FORM.matcher(prefix).matches();
    }

    private static boolean mix(PhaseDraft a, PhaseDraft b) {
        var one = a.phase().outputPrefix();
        var other = b.phase().outputPrefix();
        return !one.isEmpty()
                && !other.isEmpty()
                && (one.startsWith(other) || other.startsWith(one));
    }

    private static void report(PhaseDraft other, PhaseDraft phase) {
        var found =
                "the output prefix %s beside %s of phase %s"
                        .formatted(
                                Node.quote(phase.phase().outputPrefix()),
                                Node.quote(other.phase().outputPrefix()),
                                other.name());
        phase.output().mistake(found, "prefixes of which none holds another");
    }
}
