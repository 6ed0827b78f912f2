package io.spillway.local.wrap;

import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonValue;
import io.spillway.pipeline.json.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The definition of a pipeline whose one phase is a wrapped program. */
final class DefinitionText {

    private DefinitionText() {}

    static String of(Wrapping wrapping, String command) {
        var lines = new ArrayList<String>();
        lines.add("# %s, wrapped. Every key: docs/pipeline-yaml.md.".formatted(comment(wrapping)));
        lines.add("pipeline: " + text(wrapping.name()));
        lines.add("phases:");
        lines.add("  " + text(wrapping.name()) + ":");
        lines.add("    on: upload");
        wrapping.keys().ifPresent(keys -> lines.add("    match: {keys: %s}".formatted(text(keys))));
        lines.add("    stage:");
        lines.add("      legacy:");
        if (wrapping.program() instanceof Program.Image(var reference)) {
            lines.add("        image: " + text(reference));
        }
        lines.add("        command: " + command);
        lines.add("        input: " + text(wrapping.input()));
        lines.add("        output: " + text(wrapping.output()));
        lines.add("        exit: " + exits(wrapping.exits()));
        lines.add("    batch: {vcpu: 1, memory: 2 GiB, timeout: 1h, retries: 2}");
        lines.add("");
        lines.addAll(more(wrapping.program()));
        return String.join("\n", lines) + "\n";
    }

    private static List<String> more(Program program) {
        var title = "# What else a phase may say of a program:";
        var timeLimit =
                "#   timeLimit: 30m                                              one run may take so long";
        var environment = "#   environment: {TZ: Europe/Paris}";
        return switch (program) {
            case Program.Image _ -> List.of(title, timeLimit, environment);
            case Program.Jar _, Program.Executable _, Program.Installed _ ->
                    List.of(
                            title,
                            timeLimit,
                            "#   silence: 5m                                                 it may print nothing for so long",
                            "#   progress: \"processed {done}/{total}\"                        how it says how far it is",
                            "#   log: [{line: OutOfMemoryError, means: retry-bigger}]        what a printed line means",
                            environment);
        };
    }

    /** On one line, whatever the file is called. */
    private static String comment(Wrapping wrapping) {
        return wrapping.program().shown().replaceAll("\\p{Cntrl}", "_");
    }

    private static String exits(Map<String, String> exits) {
        return exits.isEmpty()
                ? "{0: succeed}"
                : exits.entrySet().stream()
                        .map(exit -> text(exit.getKey()) + ": " + text(exit.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
    }

    /** As JSON has it, which YAML reads the same; plain where that can't be taken for another. */
    private static String text(String value) {
        return value.matches("[a-z][a-zA-Z0-9-]{2,}|[0-9]{1,3}")
                        && !value.matches("true|false|null|yes|off")
                ? value
                : Json.write(new JsonValue.Text(Position.NONE, value));
    }
}
