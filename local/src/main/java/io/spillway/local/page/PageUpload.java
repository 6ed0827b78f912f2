package io.spillway.local.page;

import io.spillway.local.view.EndingWord;
import io.spillway.pipeline.event.Notice;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.work.Replays;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the page knows of one upload without reading anything again: how its work items stand, and
 * where its events are.
 */
final class PageUpload {

    /** Events of one upload that are found again; an archive can make any number of them. */
    static final int MOST_EVENTS = 50_000;

    private final long order;
    private final String id;
    private final ObjectVersion object;
    private final Map<String, ItemStand> items = new HashMap<>();
    private final Map<String, Integer> repetitions = new HashMap<>();
    private final Map<EndingWord, Integer> endings = new EnumMap<>(EndingWord.class);
    private final SortedSet<String> phases = new TreeSet<>();
    private long[] offsets = new long[4];
    private int events;
    private int waiting;
    private int running;
    private String phase = "";
    private String route = "";
    private Instant begun;
    private Instant changed;
    private Optional<Instant> arrived = Optional.empty();
    private Optional<Notice> notice = Optional.empty();
    private long change;

    /**
     * @param order in which it was first heard of
     * @param at when it was
     */
    PageUpload(long order, String id, ObjectVersion object, Instant at) {
        this.order = order;
        this.id = id;
        this.object = object;
        this.begun = at;
        this.changed = at;
    }

    /** How it stands as a whole, as words of the page. */
    enum Status {
        UPLOADED,
        WAITING,
        RUNNING,
        DONE,
        IGNORED,
        REFUSED,
        FAILED,
        /** Somebody was told that it won't go on, and nothing was heard of it since. */
        STUCK;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    long order() {
        return order;
    }

    String id() {
        return id;
    }

    ObjectVersion object() {
        return object;
    }

    /** When the object landed; empty where only its events are known. */
    Optional<Instant> arrived() {
        return arrived;
    }

    void arrived(Instant at) {
        arrived = Optional.of(at);
        begun = at;
    }

    /** When it landed, or was first heard of. */
    Instant begun() {
        return begun;
    }

    /** When it was last heard of. */
    Instant changed() {
        return changed;
    }

    /** The newest phase heard of. */
    String phase() {
        return phase;
    }

    /** The route of the newest event. */
    String route() {
        return route;
    }

    SortedSet<String> phases() {
        return phases;
    }

    /** Where its events start in the file of events, oldest first. */
    long[] offsets() {
        return Arrays.copyOf(offsets, events);
    }

    /** What was last told of it beside events; empty once an event came after it. */
    Optional<Notice> notice() {
        return notice;
    }

    void noticed(Notice told) {
        if (notice.isEmpty() || !told.time().isBefore(notice.get().time())) {
            notice = Optional.of(told);
        }
        changed = told.time().isAfter(changed) ? told.time() : changed;
    }

    void heard(long offset, String inPhase, String onRoute, Instant at) {
        if (events < MOST_EVENTS) {
            if (events == offsets.length) {
                offsets = Arrays.copyOf(offsets, events * 2);
            }
            offsets[events++] = offset;
        }
        notice = notice.filter(told -> told.time().isAfter(at));
        phases.add(inPhase);
        phase = inPhase;
        route = onRoute;
        changed = at.isAfter(changed) ? at : changed;
        begun = at.isBefore(begun) ? at : begun;
    }

    /** Of a work item that was done once more, how its newest repetition stands. */
    Optional<ItemStand> stand(String item) {
        return Optional.ofNullable(items.get(Replays.original(item)));
    }

    /** Which repetition of a work item was heard of last; 0 for the work item itself. */
    int repetition(String item) {
        return repetitions.getOrDefault(Replays.original(item), 0);
    }

    /** A repetition takes the place of what it repeats. */
    void stands(String item, ItemStand stand) {
        if (Replays.number(item) > 0) {
            repetitions.put(Replays.original(item), Replays.number(item));
        }
        var before = items.put(Replays.original(item), stand);
        if (before != null) {
            count(before, -1);
        }
        count(stand, 1);
    }

    private void count(ItemStand stand, int by) {
        switch (stand) {
            case ItemStand.Waiting _ -> waiting += by;
            case ItemStand.Running _ -> running += by;
            case ItemStand.Ended(var ending, var _) -> endings.merge(ending, by, Integer::sum);
        }
    }

    /** Work items; what was done once more counts once. */
    int items() {
        return items.size();
    }

    int active() {
        return waiting + running;
    }

    int ended(EndingWord ending) {
        return endings.getOrDefault(ending, 0);
    }

    Status status() {
        if (notice.filter(told -> told.status() == Notice.Status.STUCK).isPresent()) {
            return Status.STUCK;
        }
        if (running > 0) {
            return Status.RUNNING;
        }
        if (waiting > 0) {
            return Status.WAITING;
        }
        if (items.isEmpty()) {
            return Status.UPLOADED;
        }
        return atRest();
    }

    private Status atRest() {
        if (ended(EndingWord.FAILED) > 0) {
            return Status.FAILED;
        }
        if (ended(EndingWord.REFUSED) > 0) {
            return Status.REFUSED;
        }
        return ended(EndingWord.SUCCEEDED) > 0 ? Status.DONE : Status.IGNORED;
    }

    /** The number of the model's change that it was last part of. */
    long change() {
        return change;
    }

    void changedIn(long number) {
        change = number;
    }
}
