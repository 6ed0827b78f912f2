package io.spillway.pipeline.definition;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Phases joined by their triggers. Checks that they name phases that exist, that none leads back to
 * itself and that no chain of them is too long.
 *
 * <p>That every phase can be reached needs no check of its own: whoever goes back from a phase with
 * a trigger, over phases that exist, and never in a circle, arrives at an upload.
 */
final class PhaseGraph {

    /**
     * Phases one after another. An object passes 16 at most ({@link
     * io.spillway.pipeline.routing.Loops}), over all pipelines that it goes through; the difference
     * is left for those before and after this one.
     */
    static final int LONGEST_CHAIN = 12;

    /** In a message that lists the phases there are. */
    private static final int MOST_NAMES = 20;

    private final Map<String, PhaseDraft> phases = new LinkedHashMap<>();
    private final Set<String> done = new HashSet<>();
    private final ArrayDeque<String> path = new ArrayDeque<>();
    private boolean circular;

    PhaseGraph(List<PhaseDraft> drafts) {
        drafts.forEach(draft -> phases.put(draft.name(), draft));
    }

    void check() {
        phases.values().forEach(this::reportUnknown);
        phases.keySet().forEach(this::reportCycles);
        if (!circular) {
            reportLongChains();
        }
    }

    private void reportUnknown(PhaseDraft phase) {
        for (var placed : phase.triggers()) {
            before(placed.trigger())
                    .filter(name -> !phases.containsKey(name))
                    .ifPresent(
                            name ->
                                    placed.node()
                                            .report(
                                                    Node.form(
                                                            Node.quote(name),
                                                            names(),
                                                            nearest(name))));
        }
    }

    private Optional<String> nearest(String name) {
        return name.equals("upload")
                ? Optional.of("on: upload")
                : Spelling.nearest(name, phases.keySet());
    }

    private String names() {
        var names =
                phases.keySet().stream()
                        .limit(MOST_NAMES)
                        .map(Node::name)
                        .collect(Collectors.joining(", "));
        var more = phases.size() - MOST_NAMES;
        return more > 0 ? "%s and %d more".formatted(names, more) : names;
    }

    /** Goes back from a phase, depth first; {@link #path} holds the phases gone over so far. */
    private void reportCycles(String name) {
        if (!done.add(name)) {
            return;
        }
        path.addLast(name);
        for (var edge : edgesInto(name)) {
            if (path.contains(edge.from())) {
                reportCycle(edge);
            } else {
                reportCycles(edge.from());
            }
        }
        path.removeLast();
    }

    private void reportCycle(Edge closing) {
        circular = true;
        var cycle =
                new ArrayList<>(
                        path.stream().dropWhile(name -> !name.equals(closing.from())).toList());
        cycle.add(closing.from());
        closing.node()
                .mistake(
                        "the cycle " + joined(cycle.reversed()),
                        "phases that never lead back to themselves");
    }

    private void reportLongChains() {
        var chains = new HashMap<String, List<String>>();
        for (var phase : phases.values()) {
            var chain = longestChain(phase.name(), chains);
            if (chain.size() == LONGEST_CHAIN + 1) {
                phase.node()
                        .mistake(
                                "a chain of %d phases, %s".formatted(chain.size(), joined(chain)),
                                "%d at most, since no object passes more than 16 in all"
                                        .formatted(LONGEST_CHAIN));
            }
        }
    }

    /** The longest chain of phases that ends with this one. */
    private List<String> longestChain(String name, Map<String, List<String>> known) {
        if (!known.containsKey(name)) {
            var chain = new ArrayList<String>();
            edgesInto(name).stream()
                    .map(edge -> longestChain(edge.from(), known))
                    .max(Comparator.comparingInt(List::size))
                    .ifPresent(chain::addAll);
            chain.add(name);
            known.put(name, chain);
        }
        return known.get(name);
    }

    private static String joined(List<String> names) {
        return names.stream().map(Node::name).collect(Collectors.joining(" → "));
    }

    /** One phase after another that exists. */
    private record Edge(String from, Node node) {}

    private List<Edge> edgesInto(String name) {
        var edges = new ArrayList<Edge>();
        for (var placed : phases.get(name).triggers()) {
            before(placed.trigger())
                    .filter(phases::containsKey)
                    .ifPresent(from -> edges.add(new Edge(from, placed.node())));
        }
        return edges;
    }

    /** The phase that another one comes after. */
    private static Optional<String> before(Trigger trigger) {
        return switch (trigger) {
            case Trigger.Upload() -> Optional.empty();
            case Trigger.After(var phase) -> Optional.of(phase);
            case Trigger.AfterEvery(var phase, var _, var _) -> Optional.of(phase);
        };
    }
}
