package io.spillway.pipeline.fanin;

import io.spillway.pipeline.definition.Phase;
import io.spillway.pipeline.definition.PipelineDefinition;
import io.spillway.pipeline.definition.Trigger;
import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.work.Place;
import io.spillway.pipeline.work.WorkItem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which work items have to end before a set is complete, as the definition says. Pure.
 *
 * <p>A set is named by its phase: {@code convert} for {@code after: {every: convert}}. On the way
 * to it are the phases whose outputs, by themselves, lead to that phase, and that phase.
 */
public final class FanIns {

    private final PipelineDefinition definition;
    private final Map<String, Set<String>> onTheWay = new HashMap<>();

    public FanIns(PipelineDefinition definition) {
        this.definition = definition;
        for (var phase : definition.phases()) {
            for (var trigger : phase.triggers()) {
                if (trigger instanceof Trigger.AfterEvery(var every, var _, var _)) {
                    onTheWay.computeIfAbsent(every, this::leadingTo);
                }
            }
        }
    }

    private Set<String> leadingTo(String every) {
        var found = new TreeSet<String>();
        var next = List.of(every);
        while (!next.isEmpty()) {
            found.addAll(next);
            next =
                    next.stream()
                            .flatMap(name -> definition.phase(name).stream())
                            .flatMap(phase -> phase.triggers().stream())
                            .filter(Trigger.After.class::isInstance)
                            .map(trigger -> ((Trigger.After) trigger).phase())
                            .filter(name -> !found.contains(name))
                            .distinct()
                            .toList();
        }
        return Set.copyOf(found);
    }

    /** The sets there are, in order of their names. */
    public List<String> sets() {
        return onTheWay.keySet().stream().sorted().toList();
    }

    /**
     * The slots of an object that have to end before the object is done for a set: the work items
     * of the phases on the way that took it. Where none of them is on the way, the first of all
     * counts: somebody has to say that nothing comes of the object.
     *
     * @param place of the object, with its takers
     * @return none where the object has nothing to do with the set
     */
    public Set<String> slots(String every, Place place) {
        var way = onTheWay.getOrDefault(every, Set.of());
        var slots = new LinkedHashSet<>(place.takers());
        slots.retainAll(way);
        if (place.steps().isEmpty()) {
            slots.addAll(ofSets(way, place));
            return slots;
        }
        if (!leadsOn(every, place.steps().getLast().phase())) {
            return Set.of();
        }
        return slots.isEmpty() ? Set.of(place.takers().getFirst()) : slots;
    }

    /** Sets that are made of the same upload on the way to this one. */
    private List<String> ofSets(Set<String> way, Place upload) {
        var slots = new ArrayList<String>();
        for (var name : new TreeSet<>(way)) {
            for (var trigger : definition.phase(name).map(Phase::triggers).orElse(List.of())) {
                if (trigger instanceof Trigger.AfterEvery(var other, var _, var _)
                        && !slots(other, upload).isEmpty()) {
                    slots.add(WorkItem.slot(name, other));
                }
            }
        }
        return slots;
    }

    private boolean leadsOn(String every, String phase) {
        return !phase.equals(every) && onTheWay.getOrDefault(every, Set.of()).contains(phase);
    }

    /** The sets that wait for a work item, in order of their names. */
    public List<String> waitingFor(WorkItem item) {
        return item.place().isEmpty()
                ? List.of()
                : sets().stream()
                        .filter(every -> slots(every, item.place().get()).contains(item.slot()))
                        .toList();
    }

    /**
     * Whether a set waits for the outputs of a work item that ended, and not for the work item
     * alone.
     */
    public boolean goesOn(String every, PhaseEvent ended) {
        return leadsOn(every, ended.item().phase())
                && ended.happening() instanceof PhaseEvent.Happening.Succeeded(var results, var _)
                && results.count() > 0;
    }

    /** Most steps between the upload and what a phase on the way to the set takes. */
    public int mostSteps(String every) {
        return chain(every, false).size() - 1;
    }

    /**
     * The phases that members of a set have passed, over the longest way, oldest first, each as
     * {@code pipeline/phase}.
     */
    public List<String> passed(String every) {
        return chain(every, true).stream().map(phase -> definition.name() + "/" + phase).toList();
    }

    private List<String> chain(String last, boolean acrossSets) {
        var longest =
                definition.phase(last).map(Phase::triggers).orElse(List.of()).stream()
                        .map(trigger -> chainBefore(trigger, acrossSets))
                        .max(Comparator.comparingInt(List::size))
                        .orElse(List.of());
        var chain = new ArrayList<>(longest);
        chain.add(last);
        return chain;
    }

    private List<String> chainBefore(Trigger trigger, boolean acrossSets) {
        return switch (trigger) {
            case Trigger.Upload() -> List.of();
            case Trigger.After(var phase) -> chain(phase, acrossSets);
            case Trigger.AfterEvery(var phase, var _, var _) ->
                    acrossSets ? chain(phase, true) : List.of();
        };
    }
}
