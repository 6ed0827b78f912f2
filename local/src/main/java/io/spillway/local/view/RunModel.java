package io.spillway.local.view;

import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.work.WorkItem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is known of a run's uploads, from drops and events in whatever order they come. Knows
 * nothing of how it is shown. For one thread at a time.
 */
final class RunModel {

    private final List<UploadProgress> uploads = new ArrayList<>();
    private final Map<String, UploadProgress> byUpload = new HashMap<>();

    /** How many there are of what. */
    record Counts(int uploads, int active, Map<EndingWord, Integer> endings) {
        Counts {
            endings = Map.copyOf(endings);
        }

        int of(EndingWord ending) {
            return endings.getOrDefault(ending, 0);
        }
    }

    void dropped(String key, long bytes, Instant at) {
        uploads.add(new UploadProgress(key, bytes, at));
    }

    void happened(PhaseEvent event) {
        byUpload.computeIfAbsent(
                        event.item().upload().id(), _ -> upload(event.item(), event.time()))
                .happened(event);
    }

    /** The drop that an event tells of; one of an earlier run wasn't seen. */
    private UploadProgress upload(WorkItem item, Instant at) {
        return uploads.stream()
                .filter(upload -> upload.awaits(item))
                .findFirst()
                .orElseGet(
                        () -> {
                            var object = item.upload().object();
                            uploads.add(new UploadProgress(object.key(), object.size(), at));
                            return uploads.getLast();
                        });
    }

    /** In the order in which they were dropped. */
    List<UploadRow> rows() {
        return uploads.stream().map(UploadProgress::row).toList();
    }

    Counts counts() {
        var endings = new EnumMap<EndingWord, Integer>(EndingWord.class);
        var active = 0;
        for (var upload : uploads) {
            upload.endings().forEach((ending, count) -> endings.merge(ending, count, Integer::sum));
            active += upload.activeCount();
        }
        return new Counts(uploads.size(), active, endings);
    }
}
