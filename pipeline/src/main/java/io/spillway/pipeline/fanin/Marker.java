package io.spillway.pipeline.fanin;

import io.spillway.pipeline.event.PhaseEvent.Happening;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.work.Place;
import java.util.List;
import java.util.Optional;

/**
 * That one work item is done for a set, as the key of a small object says it.
 *
 * <p>Keys are {@code <depth>/<steps>/<slot>.<slots>.<end>}, where each step is {@code
 * <slot>/<ordinal>}: the keys of one depth are in the order of the outputs, and those of a hundred
 * outputs share a prefix.
 *
 * @param path of its object and its slot
 * @param slots how many of its object have to end
 */
record Marker(String path, int slots, End end) {

    /** How a work item is done. */
    enum End {
        FAILED('f'),
        SKIPPED('k'),
        /** All of its outputs are done. */
        OUTPUTS('o'),
        SUCCEEDED('s');

        private final char letter;

        End(char letter) {
            this.letter = letter;
        }

        /** Empty where the work item hasn't ended. */
        static Optional<End> of(Happening happening) {
            return switch (happening) {
                case Happening.Succeeded _ -> Optional.of(SUCCEEDED);
                case Happening.Failed _ -> Optional.of(FAILED);
                case Happening.Skipped _ -> Optional.of(SKIPPED);
                case Happening.Routed _, Happening.Started _, Happening.Progressed _ ->
                        Optional.empty();
            };
        }
    }

    /** Digits of an ordinal; the last two tell the outputs of a segment apart. */
    static final int DIGITS = 9;

    static Marker of(List<Place.Step> steps, String slot, int slots, End end) {
        return new Marker(path(steps) + slot, slots, end);
    }

    /** Where all markers of one depth are, in a set's folder. */
    static String folder(int depth) {
        return "items/%02d/".formatted(depth);
    }

    /** Where the markers of up to a hundred outputs are, one of which the last step is. */
    static String segment(List<Place.Step> steps) {
        if (steps.isEmpty()) {
            return folder(0);
        }
        var path = path(steps);
        return folder(steps.size()) + path.substring(0, path.length() - "00/".length());
    }

    private static String path(List<Place.Step> steps) {
        var path = new StringBuilder();
        for (var step : steps) {
            path.append(step.slot()).append("/%09d/".formatted(step.ordinal()));
        }
        return path.toString();
    }

    /** Its key in a set's folder. */
    String key(int depth) {
        return "%s%s.%d.%c".formatted(folder(depth), path, slots, end.letter);
    }

    /** The object, without the slot. */
    String object() {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }

    /**
     * @param prefix of the keys of its depth, folder included
     */
    static Marker read(ObjectLocation location, String prefix) {
        var key = location.key().substring(prefix.length());
        var letter = key.charAt(key.length() - 1);
        var slotsAt = key.lastIndexOf('.', key.length() - 3);
        for (var end : End.values()) {
            if (end.letter == letter) {
                return new Marker(
                        key.substring(0, slotsAt),
                        Integer.parseInt(key.substring(slotsAt + 1, key.length() - 2)),
                        end);
            }
        }
        throw new IllegalStateException(
                "%s is no marker: nothing else may write there.".formatted(location));
    }
}
