package io.spillway.local.view;

import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.work.WorkItem;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that events told of one upload. Of work items that ended it keeps little: an archive can hold
 * thousands.
 */
final class UploadProgress {

    private final String key;
    private final long bytes;
    private final Map<String, ActiveItem> active = new LinkedHashMap<>();
    private final Set<String> ended = new HashSet<>();
    private final Map<EndingWord, Integer> endings = new EnumMap<>(EndingWord.class);
    private Optional<String> uploadId = Optional.empty();
    private Instant lastChange;
    private String lastPhase = "";
    private String lastRoute = "";

    UploadProgress(String key, long bytes, Instant at) {
        this.key = key;
        this.bytes = bytes;
        this.lastChange = at;
    }

    /** Whether this drop may be the one that an upload of this key and size came of. */
    boolean awaits(WorkItem item) {
        var object = item.upload().object();
        return uploadId.isEmpty() && key.equals(object.key()) && bytes == object.size();
    }

    void happened(PhaseEvent event) {
        var item = event.item();
        uploadId = Optional.of(item.upload().id());
        if (ended.contains(item.id())) {
            return;
        }
        lastChange = event.time();
        EndingWord.of(event.happening())
                .ifPresentOrElse(
                        ending -> end(event, ending),
                        () ->
                                active.merge(
                                        item.id(),
                                        ActiveItem.first(event),
                                        (known, _) -> known.after(event)));
    }

    private void end(PhaseEvent event, EndingWord ending) {
        active.remove(event.item().id());
        ended.add(event.item().id());
        endings.merge(ending, 1, Integer::sum);
        lastPhase = event.item().phase();
        lastRoute = event.route().word();
    }

    Map<EndingWord, Integer> endings() {
        return endings;
    }

    int activeCount() {
        return active.size();
    }

    UploadRow row() {
        var running =
                active.values().stream()
                        .filter(ActiveItem::isRunning)
                        .sorted(
                                Comparator.comparing(
                                        (ActiveItem item) ->
                                                item.pace().orElseThrow().share().isEmpty()))
                        .toList();
        var shown = running.stream().findFirst().or(() -> active.values().stream().findFirst());
        return new UploadRow(
                key,
                bytes,
                shown.map(ActiveItem::phase).orElse(lastPhase),
                shown.map(ActiveItem::route).orElse(lastRoute),
                status(running),
                running,
                active.size() - running.size(),
                ended.size(),
                lastChange);
    }

    private UploadRow.Status status(List<ActiveItem> running) {
        if (!running.isEmpty()) {
            return UploadRow.Status.RUNNING;
        }
        if (!active.isEmpty()) {
            return UploadRow.Status.WAITING;
        }
        return atRest();
    }

    private UploadRow.Status atRest() {
        if (ended.isEmpty()) {
            return UploadRow.Status.DROPPED;
        }
        if (endings.containsKey(EndingWord.FAILED)) {
            return UploadRow.Status.FAILED;
        }
        if (endings.containsKey(EndingWord.REFUSED)) {
            return UploadRow.Status.REFUSED;
        }
        return endings.containsKey(EndingWord.SUCCEEDED)
                ? UploadRow.Status.DONE
                : UploadRow.Status.IGNORED;
    }
}
