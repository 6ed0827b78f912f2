package io.spillway.pipeline.attempt;

import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.store.PendingUpload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The points from which a stage said that another attempt could go on.
 *
 * <p>A point counts on what was written of open outputs by then, and of these only full parts are
 * stored: so the last few points are kept until one of them has all that it counts on.
 */
final class Marks {

    /** Most points kept; where there are more, every second one has to do. */
    private static final int MOST = 1_000;

    /**
     * A point.
     *
     * @param finished outputs that were closed by then
     * @param written bytes of those that were open
     */
    record Mark(String format, JsonObject position, int finished, Map<StagedOutput, Long> written) {

        private boolean isStored() {
            return written.entrySet().stream()
                    .allMatch(
                            each ->
                                    each.getKey().isOpen()
                                            && each.getKey().stored() >= each.getValue());
        }

        private boolean isLeft(Map<StagedOutput, PendingUpload> left) {
            return written.entrySet().stream()
                    .allMatch(
                            each ->
                                    left.containsKey(each.getKey())
                                            && left.get(each.getKey()).size() >= each.getValue());
        }

        /** The outputs that were open, with what was left of them. */
        List<Checkpoint.Open> open(Map<StagedOutput, PendingUpload> left) {
            return written.entrySet().stream()
                    .map(each -> new Checkpoint.Open(left.get(each.getKey()), each.getValue()))
                    .toList();
        }
    }

    private final List<Mark> marks = new ArrayList<>();

    /**
     * Notes a point. For the stage's thread.
     *
     * @param started all outputs so far
     */
    void add(String format, JsonObject position, int finished, List<StagedOutput> started) {
        var written = new LinkedHashMap<StagedOutput, Long>();
        started.stream()
                .filter(StagedOutput::isOpen)
                .forEach(output -> written.put(output, output.written()));
        marks.add(new Mark(format, position, finished, written));
        while (marks.size() > 1 && marks.get(1).isStored()) {
            marks.removeFirst();
        }
        if (marks.size() > MOST) {
            for (var i = marks.size() - 2; i > 0; i -= 2) {
                marks.remove(i);
            }
        }
    }

    /** The outputs that are to be left to whoever goes on from one of the points. */
    Set<StagedOutput> outputs() {
        var outputs = new LinkedHashSet<StagedOutput>();
        marks.forEach(mark -> outputs.addAll(mark.written().keySet()));
        return outputs;
    }

    /**
     * The newest point that has all that it counts on.
     *
     * @param finished outputs that are stored of those that were closed, the first so many
     * @param left what is stored of those that are open
     */
    Optional<Mark> newest(long finished, Map<StagedOutput, PendingUpload> left) {
        return marks.reversed().stream()
                .filter(mark -> mark.finished() <= finished && mark.isLeft(left))
                .findFirst();
    }
}
