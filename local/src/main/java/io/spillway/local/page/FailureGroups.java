package io.spillway.local.page;

import io.spillway.pipeline.work.Failure;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Failures that have one reason, together: one phase, one kind, and one message but for names and
 * numbers.
 */
final class FailureGroups {

    /** Reasons that are told apart; what comes beyond is counted under {@link #OTHER}. */
    static final int MOST = 200;

    static final String OTHER = "Other reasons";

    /** Newest uploads that a group names. */
    static final int SAMPLES = 20;

    private static final Pattern NAMES =
            Pattern.compile("s3://\\S+?(?=[:,;]? |[:.,;]?$)|\"[^\"]*\"");
    private static final Pattern NUMBERS = Pattern.compile("\\d+(?:[.,]\\d+)*");

    private final Map<Reason, Group> groups = new LinkedHashMap<>();
    private final Map<String, Reason> ofItem = new HashMap<>();

    /** What the failures of a group have in common. */
    record Reason(String phase, String kind, String pattern) {

        static Reason of(String phase, Failure failure) {
            var names = NAMES.matcher(failure.message()).replaceAll("…");
            return new Reason(phase, failure.kind().word(), NUMBERS.matcher(names).replaceAll("N"));
        }
    }

    /** The failures of one reason. */
    static final class Group {
        private final Reason reason;
        private final Deque<String> uploads = new ArrayDeque<>();
        private String message = "";
        private Instant last = Instant.EPOCH;
        private int count;

        private Group(Reason reason) {
            this.reason = reason;
        }

        Reason reason() {
            return reason;
        }

        int count() {
            return count;
        }

        /** Of the newest failure, as it was told. */
        String message() {
            return message;
        }

        Instant last() {
            return last;
        }

        /** Ids, newest first. */
        List<String> uploads() {
            return List.copyOf(uploads);
        }
    }

    /**
     * @param item id of the work item, the same for its repetitions
     */
    void failed(String item, String upload, String phase, Failure failure, Instant when) {
        var reason = Reason.of(phase, failure);
        if (!groups.containsKey(reason) && groups.size() >= MOST) {
            reason = new Reason("", "", OTHER);
        }
        var group = groups.computeIfAbsent(reason, Group::new);
        ofItem.put(item, reason);
        group.count++;
        group.message = failure.message();
        group.last = when;
        group.uploads.remove(upload);
        group.uploads.addFirst(upload);
        if (group.uploads.size() > SAMPLES) {
            group.uploads.removeLast();
        }
    }

    /** Takes back a failure: its work item is run again. */
    void mended(String item) {
        var reason = ofItem.remove(item);
        if (reason != null && --groups.get(reason).count == 0) {
            groups.remove(reason);
        }
    }

    /** Those with the most failures first. */
    Collection<Group> all() {
        return groups.values().stream()
                .sorted(Comparator.comparingInt(Group::count).reversed())
                .toList();
    }
}
