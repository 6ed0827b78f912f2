package io.spillway.local.page;

import io.spillway.pipeline.event.PhaseEvent.Happening;
import io.spillway.pipeline.store.ObjectVersion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which work item made the input of which other, within one upload. An item names its outputs up to
 * a number; beyond it the phases an input has passed, and its name, which begins with the name of
 * what it was made from, tell.
 */
final class Lineage {

    private final Map<ObjectVersion, String> makers = new HashMap<>();
    private final Map<String, List<ItemStory>> byPhase = new HashMap<>();

    Lineage(Collection<ItemStory> stories) {
        stories.forEach(this::learn);
    }

    private void learn(ItemStory story) {
        var item = story.item();
        byPhase.computeIfAbsent(item.qualifiedPhase(), _ -> new ArrayList<>()).add(story);
        story.ending()
                .ifPresent(
                        end -> {
                            if (end.happening()
                                    instanceof Happening.Succeeded(var results, var _)) {
                                results.listed().forEach(made -> makers.put(made, item.id()));
                            }
                        });
    }

    /** The id of the work item that made a work item's input; empty for the upload itself. */
    Optional<String> parent(ItemStory story) {
        var item = story.item();
        if (item.input().equals(item.upload().object())) {
            return Optional.empty();
        }
        return Optional.ofNullable(makers.get(item.input())).or(() -> byName(story));
    }

    private Optional<String> byName(ItemStory story) {
        var item = story.item();
        if (item.passed().isEmpty()) {
            return Optional.empty();
        }
        return byPhase.getOrDefault(item.passed().getLast(), List.of()).stream()
                .map(ItemStory::item)
                .filter(maker -> item.name().startsWith(maker.name()))
                .max((one, other) -> one.name().length() - other.name().length())
                .map(maker -> maker.id());
    }
}
