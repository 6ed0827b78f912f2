package io.spillway.pipeline.definition;

import io.spillway.pipeline.definition.LegacyContract.InputMode;
import io.spillway.pipeline.definition.LegacyContract.OutputMode;
import io.spillway.pipeline.definition.LegacyContract.WorkingFolder;
import io.spillway.pipeline.json.JsonValue.Text;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads how a legacy program is called and understood. */
final class LegacyReader {

    private static final List<String> KEYS =
            List.of(
                    "command",
                    "image",
                    "input",
                    "output",
                    "workingFolder",
                    "environment",
                    "exit",
                    "log",
                    "progress",
                    "timeLimit",
                    "silence",
                    "grace");

    private static final String COMMAND = "a list of a program and its arguments";
    private static final List<String> PLACEHOLDERS =
            List.of("{input}", "{outputs}", "{app}", "{name}");

    /** A word in braces; {@code { print }} is none, for awk's sake. */
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{[A-Za-z][A-Za-z0-9_-]*\\}");

    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,254}");

    /** Set by the host; a program that changed it couldn't be found again. */
    private static final String RUN = "SPILLWAY_RUN";

    private static final String PROGRESS =
            "text with {done}, {done} and {total}, or {percent}, once each, at most %d characters"
                    .formatted(LinePattern.MOST_LENGTH);

    /** What is ours to do only where the program is started by us. */
    private static final List<String> OF_OURS =
            List.of("workingFolder", "log", "progress", "silence");

    private static final String NOT_OURS = "nothing of ours is in an image that is run untouched";

    private static final Duration LEAST_TIME = Duration.ofSeconds(1);

    /** Source: AWS Batch User Guide, "Job timeouts": Fargate may stop jobs after 14 days. */
    private static final Duration MOST_TIME = Duration.ofDays(14);

    private static final Duration DEFAULT_GRACE = Duration.ofSeconds(30);

    /** Source: Amazon ECS API, {@code ContainerDefinition}, stopTimeout on Fargate. */
    private static final Duration MOST_GRACE = Duration.ofMinutes(2);

    /** What goes on in place of a contract that couldn't be read. */
    private static final LegacyContract NOTHING =
            new LegacyContract(
                    List.of(),
                    Optional.empty(),
                    InputMode.FILE,
                    OutputMode.DIRECTORY,
                    WorkingFolder.HOME,
                    Map.of(),
                    ExitTable.DEFAULT,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    DEFAULT_GRACE);

    private LegacyReader() {}

    static StageSpec read(Node node) {
        var contract = Fields.of(node, KEYS).map(LegacyReader::contract);
        return new StageSpec.Legacy(contract.orElse(NOTHING));
    }

    private static LegacyContract contract(Fields legacy) {
        var image = legacy.get("image");
        image.ifPresent(_ -> reportOurs(legacy));
        var input =
                legacy.get("input")
                        .flatMap(node -> mode(node, InputMode.values(), image, InputMode.STDIN));
        var output =
                legacy.get("output")
                        .flatMap(node -> mode(node, OutputMode.values(), image, OutputMode.STDOUT));
        return new LegacyContract(
                command(legacy),
                image.flatMap(ImageReference::read),
                input.orElse(InputMode.FILE),
                output.orElse(OutputMode.DIRECTORY),
                legacy.get("workingFolder")
                        .flatMap(node -> Scalars.wordOf(node, WorkingFolder.values()))
                        .orElse(WorkingFolder.HOME),
                environment(legacy),
                ExitTableReader.read(legacy),
                legacy.get("progress").flatMap(LegacyReader::progress),
                time(legacy, "timeLimit"),
                time(legacy, "silence"),
                legacy.get("grace")
                        .flatMap(node -> Scalars.duration(node, Duration.ZERO, MOST_GRACE))
                        .orElse(DEFAULT_GRACE));
    }

    private static List<String> command(Fields legacy) {
        var allowed = placeholders(legacy);
        var items =
                legacy.require("command", COMMAND).stream()
                        .flatMap(node -> node.items(COMMAND).stream())
                        .toList();
        items.stream()
                .limit(1)
                .filter(node -> node.value() instanceof Text(var _, var text) && text.isBlank())
                .forEach(node -> node.mistake("a program"));
        return items.stream()
                .map(node -> argument(node, allowed))
                .flatMap(Optional::stream)
                .toList();
    }

    private static void reportOurs(Fields legacy) {
        for (var key : OF_OURS) {
            legacy.get(key)
                    .ifPresent(
                            node ->
                                    node.mistake(
                                            key + " beside an image",
                                            "no %s, since %s".formatted(key, NOT_OURS)));
        }
    }

    /** One of the modes; not the one that takes hold of the program's own streams, in an image. */
    private static <E extends Enum<E>> Optional<E> mode(
            Node node, E[] modes, Optional<Node> image, E stream) {
        var mode = Scalars.wordOf(node, modes);
        if (image.isEmpty() || !mode.equals(Optional.of(stream))) {
            return mode;
        }
        node.mistake("%s, since %s".formatted(words(modes, stream), NOT_OURS));
        return Optional.empty();
    }

    private static <E extends Enum<E>> String words(E[] modes, E except) {
        return Stream.of(modes)
                .filter(mode -> mode != except)
                .map(mode -> mode.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    /**
     * Without those that stand for nothing: no path for standard input, none for output. The
     * command of an image is part of the task's definition, which is the same for every input, and
     * the image knows best where its own files are.
     */
    private static List<String> placeholders(Fields legacy) {
        var allowed = new ArrayList<>(PLACEHOLDERS);
        if (legacy.get("image").isPresent()) {
            allowed.removeAll(List.of("{app}", "{name}"));
        }
        if (legacy.get("input").filter(node -> node.is("stdin")).isPresent()) {
            allowed.remove("{input}");
        }
        if (legacy.get("output").filter(node -> node.is("stdout")).isPresent()) {
            allowed.remove("{outputs}");
        }
        return allowed;
    }

    private static Optional<String> argument(Node node, List<String> allowed) {
        var argument = withoutNul(node);
        argument.stream()
                .flatMap(text -> PLACEHOLDER.matcher(text).results())
                .map(MatchResult::group)
                .filter(word -> !allowed.contains(word))
                .forEach(word -> node.mistakenWord(word, allowed, String.join(", ", allowed)));
        return argument;
    }

    private static Map<String, String> environment(Fields legacy) {
        var environment = new LinkedHashMap<String, String>();
        for (var entry : legacy.entries("environment", "a map of names to values")) {
            if (!VARIABLE.matcher(entry.name()).matches()) {
                entry.mistakenName("letters, digits, \"_\", no digit first");
            } else if (entry.name().equals(RUN)) {
                entry.mistakenName("any name but " + RUN + ", which marks the processes of a run");
            }
            withoutNul(entry.node()).ifPresent(value -> environment.put(entry.name(), value));
        }
        return environment;
    }

    private static Optional<Duration> time(Fields legacy, String key) {
        return legacy.get(key).flatMap(node -> Scalars.duration(node, LEAST_TIME, MOST_TIME));
    }

    private static Optional<ProgressPattern> progress(Node node) {
        var text = node.text(PROGRESS);
        if (text.isPresent() && !ProgressPattern.isOne(text.get())) {
            node.mistake(PROGRESS);
            return Optional.empty();
        }
        return text.map(ProgressPattern::new);
    }

    private static Optional<String> withoutNul(Node node) {
        var text = Scalars.plain(node);
        if (text.isPresent() && text.get().indexOf('\0') >= 0) {
            node.mistake("text without the character U+0000");
            return Optional.empty();
        }
        return text;
    }
}
