package io.spillway.pipeline.definition;

import io.spillway.pipeline.stage.ContentType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads which objects a phase wants. */
final class MatchReader {

    /** In bytes. Source: Amazon S3 User Guide, "Naming Amazon S3 objects": the longest key. */
    private static final int LONGEST_GLOB = 1024;

    private static final String KEYS =
            "a pattern of 1 to %d bytes such as incoming/**, a list of these"
                    .formatted(LONGEST_GLOB);
    private static final List<String> WORDS =
            Arrays.stream(ContentType.values()).map(ContentType::word).toList();

    private MatchReader() {}

    /** Without {@code match}, everything. */
    static Match read(Fields phase) {
        return phase.get("match")
                .flatMap(node -> Fields.of(node, List.of("keys", "types")))
                .map(fields -> new Match(keys(fields), types(fields)))
                .orElse(new Match(List.of(), Set.of()));
    }

    private static List<KeyPattern> keys(Fields match) {
        return match.get("keys").stream()
                .flatMap(node -> node.oneOrMore(KEYS).stream())
                .map(MatchReader::key)
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<KeyPattern> key(Node node) {
        var glob = node.text(KEYS);
        var length = glob.map(text -> text.getBytes(StandardCharsets.UTF_8).length);
        if (length.isPresent() && (length.get() < 1 || length.get() > LONGEST_GLOB)) {
            node.mistake("a pattern of %d bytes".formatted(length.get()), KEYS);
            return Optional.empty();
        }
        return glob.map(KeyPattern::new);
    }

    private static Set<ContentType> types(Fields match) {
        return match.get("types").stream()
                .flatMap(node -> node.oneOrMore(String.join(", ", WORDS)).stream())
                .map(node -> node.word(WORDS))
                .flatMap(Optional::stream)
                .map(ContentType::ofWord)
                .flatMap(Optional::stream)
                .collect(Collectors.toUnmodifiableSet());
    }
}
