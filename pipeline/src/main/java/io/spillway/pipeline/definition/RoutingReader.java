package io.spillway.pipeline.definition;

import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.json.JsonValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads where a phase may run: {@code inline} and {@code batch} together. */
final class RoutingReader {

    private static final ByteSize LEAST_UP_TO = new ByteSize(1);
    private static final Duration LEAST_WITHIN = Duration.ofSeconds(1);

    /** Source: AWS Lambda Developer Guide, "Lambda quotas": the longest timeout. */
    private static final Duration MOST_WITHIN = Duration.ofMinutes(15);

    /** Comes with 1 GiB or more: less is too little for the two of ours and the program. */
    private static final BigDecimal LEAST_BESIDE_IMAGE = new BigDecimal("0.5");

    private static final String LIMITS = "a map of upTo, within";
    private static final String NEEDS = "a map of " + String.join(", ", BatchReader.KEYS);

    private static final String BATCH_ONLY = "legacy programs run in Batch only";

    private RoutingReader() {}

    /** Where a phase may run; at least one of the two. */
    record Routing(Optional<InlineLimits> inline, Optional<BatchNeeds> batch) {}

    static Routing read(Fields phase, StageSpec stage) {
        return switch (stage) {
            case StageSpec.Named _ -> inlineOrBatch(phase);
            case StageSpec.Legacy(var contract) -> batchOnly(phase, contract);
        };
    }

    private static Routing batchOnly(Fields phase, LegacyContract contract) {
        var batch = phase.get("batch");
        phase.get("inline").ifPresent(RoutingReader::reportInline);
        batch.filter(node -> node.is("never")).ifPresent(RoutingReader::reportNever);
        var before = phase.map().problems().count();
        var needs = batch.map(RoutingReader::needs).orElse(BatchNeeds.DEFAULT);
        var needsAreRead = phase.map().problems().count() == before;
        if (needsAreRead) {
            demandLess(phase, "timeLimit", contract.timeLimit(), needs);
            demandLess(phase, "silence", contract.silence(), needs);
            contract.image().ifPresent(_ -> demandRoomForThree(batch, needs));
        }
        return new Routing(Optional.empty(), Optional.of(needs));
    }

    private static void reportInline(Node inline) {
        inline.mistake("inline on a legacy program", "no inline, since " + BATCH_ONLY);
    }

    private static void reportNever(Node batch) {
        batch.mistake("always, %s, since %s".formatted(NEEDS, BATCH_ONLY));
    }

    private static void demandRoomForThree(Optional<Node> batch, BatchNeeds needs) {
        if (needs.vcpu().compareTo(LEAST_BESIDE_IMAGE) < 0) {
            batch.orElseThrow()
                    .mistake(
                            "vcpu %s beside an image".formatted(needs.vcpu().toPlainString()),
                            "vcpu %s or more, since three containers share it"
                                    .formatted(LEAST_BESIDE_IMAGE.toPlainString()));
        }
    }

    private static void demandLess(
            Fields phase, String name, Optional<Duration> limit, BatchNeeds needs) {
        limit.filter(time -> time.compareTo(needs.timeout()) >= 0)
                .ifPresent(time -> reportLimit(phase, name, time, needs));
    }

    private static void reportLimit(Fields phase, String name, Duration limit, BatchNeeds needs) {
        phase.get("stage")
                .orElseThrow()
                .mistake(
                        "the %s %s".formatted(name, Durations.format(limit)),
                        "less than the timeout of the job, " + Durations.format(needs.timeout()));
    }

    private static Routing inlineOrBatch(Fields phase) {
        var inline = phase.get("inline");
        var batch = phase.get("batch");
        var limits = inline.map(RoutingReader::limits).orElse(InlineLimits.DEFAULT);
        var needs = batch.map(RoutingReader::needs).orElse(BatchNeeds.DEFAULT);
        var neverInline = says(inline, "never");
        var alwaysBatch = says(batch, "always");
        if (alwaysBatch && inline.filter(node -> node.value() instanceof JsonObject).isPresent()) {
            batch.get().mistake("always beside inline limits", "one of the two");
        }
        if (!says(batch, "never")) {
            return new Routing(
                    neverInline || alwaysBatch ? Optional.empty() : Optional.of(limits),
                    Optional.of(needs));
        }
        if (neverInline) {
            batch.get().mistake("never beside inline: never", "one of the two");
        }
        return new Routing(Optional.of(limits), Optional.empty());
    }

    private static boolean says(Optional<Node> node, String word) {
        return node.filter(value -> value.is(word)).isPresent();
    }

    /** The limits said; the defaults for what isn't. */
    private static InlineLimits limits(Node inline) {
        var fields =
                mapOrWord(inline, List.of("never"), LIMITS)
                        .flatMap(map -> Fields.of(map, List.of("upTo", "within")));
        return new InlineLimits(
                fields.flatMap(map -> map.get("upTo"))
                        .flatMap(node -> Scalars.size(node, LEAST_UP_TO, Optional.empty()))
                        .orElse(InlineLimits.DEFAULT.upTo()),
                fields.flatMap(map -> map.get("within"))
                        .flatMap(node -> Scalars.duration(node, LEAST_WITHIN, MOST_WITHIN))
                        .orElse(InlineLimits.DEFAULT.within()));
    }

    private static BatchNeeds needs(Node batch) {
        return mapOrWord(batch, List.of("always", "never"), NEEDS)
                .map(BatchReader::read)
                .orElse(BatchNeeds.DEFAULT);
    }

    /** The value if it is a map; a value that is neither a map nor one of the words is reported. */
    private static Optional<Node> mapOrWord(Node node, List<String> words, String map) {
        var allowed = String.join(", ", words) + ", " + map;
        return switch (node.value()) {
            case JsonObject _ -> Optional.of(node);
            case JsonValue.Text(var _, var word) -> {
                if (!words.contains(word)) {
                    node.mistakenWord(word, words, allowed);
                }
                yield Optional.empty();
            }
            case JsonValue _ -> {
                node.mistake(allowed);
                yield Optional.empty();
            }
        };
    }
}
