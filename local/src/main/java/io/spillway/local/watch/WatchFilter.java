package io.spillway.local.watch;

import io.spillway.pipeline.event.CloudEvent;
import io.spillway.pipeline.event.Notice;
import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.json.JsonValue;
import io.spillway.pipeline.json.Position;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What of a topic somebody wants to see.
 *
 * @param phases all where it is empty
 * @param statuses all where it is empty
 * @param upload key of an upload; one that ends with {@code /} means all below it
 */
public record WatchFilter(Set<String> phases, Set<String> statuses, Optional<String> upload) {

    /** Every status that an event can have. */
    public static final List<String> STATUSES =
            List.of(
                    "routed",
                    "started",
                    "progressed",
                    "succeeded",
                    "failed",
                    "skipped",
                    "stuck",
                    "recovered");

    public WatchFilter {
        phases = Set.copyOf(phases);
        statuses = Set.copyOf(statuses);
    }

    /** Whether it is to be shown. */
    public boolean shows(CloudEvent event) {
        return matches(event) && (statuses.isEmpty() || statuses.contains(status(event)));
    }

    /** Whether it is about the phases and uploads that are watched, whatever its status. */
    public boolean matches(CloudEvent event) {
        return switch (event) {
            case PhaseEvent(var _, var _, var item, var _, var _, var _) ->
                    isOfPhase(Optional.of(item.phase()))
                            && isOfUpload(item.upload().object().key());
            case Notice notice -> isOfPhase(notice.phase()) && isOfUpload(notice.input().key());
        };
    }

    private boolean isOfPhase(Optional<String> phase) {
        return phases.isEmpty() || phase.filter(phases::contains).isPresent();
    }

    private boolean isOfUpload(String key) {
        return upload.isEmpty()
                || upload.get().equals(key)
                || upload.get().endsWith("/") && key.startsWith(upload.get());
    }

    private static String status(CloudEvent event) {
        return switch (event) {
            case PhaseEvent phaseEvent -> phaseEvent.status();
            case Notice notice -> notice.status().word();
        };
    }

    /**
     * The filter policy with which Amazon SNS sends no more than is needed; empty if all is. It
     * knows no uploads: their keys stand in no attribute.
     *
     * @param alsoNeeded statuses that are needed without being shown
     */
    public Optional<String> policy(Collection<String> alsoNeeded) {
        var policy = JsonObject.of();
        if (!phases.isEmpty()) {
            policy.put("phase", texts(phases));
        }
        if (!statuses.isEmpty()) {
            var needed = new TreeSet<>(statuses);
            needed.addAll(alsoNeeded);
            policy.put("status", texts(needed));
        }
        var built = policy.build();
        return built.members().isEmpty() ? Optional.empty() : Optional.of(Json.write(built));
    }

    private static List<JsonValue.Text> texts(Set<String> words) {
        return words.stream()
                .sorted()
                .map(word -> new JsonValue.Text(Position.NONE, word))
                .toList();
    }
}
