package io.spillway.local.definition;

import io.spillway.pipeline.definition.Problem;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.json.JsonValue;
import io.spillway.pipeline.json.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Builds the tree of one document from the events of a YAML parser. */
final class YamlTree {

    /** Ours: a definition nests seven deep. */
    static final int DEEPEST = 32;

    /** Ours: values in a tree, each alias counted as the copy it stands for. */
    static final int MOST_VALUES = 20_000;

    private static final int LONGEST_NAME = 60;

    private final Iterator<Event> events;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, Anchored> anchors = new HashMap<>();
    private int count;

    private YamlTree(Iterator<Event> events) {
        this.events = events;
    }

    /** What an anchor names, and how many values that is. */
    private record Anchored(JsonValue value, int count) {}

    /** Ends the reading: what follows can't be understood. */
    private static final class Unreadable extends RuntimeException {
        private final Position at;

        Unreadable(Event event, String message) {
            super(message);
            this.at = YamlTree.at(event);
        }
    }

    static YamlDocument read(String text) {
        var settings = LoadSettings.builder().setCodePointLimit(YamlDocument.MOST_BYTES).build();
        var tree = new YamlTree(new Parse(settings).parseString(text).iterator());
        try {
            return new YamlDocument(Optional.of(tree.document()), tree.problems);
        } catch (Unreadable e) {
            tree.problems.add(new Problem(e.at, "", e.getMessage()));
        } catch (YamlEngineException e) {
            tree.problems.add(SyntaxMistake.problem(e));
        }
        return new YamlDocument(Optional.empty(), tree.problems);
    }

    static Position at(Event event) {
        return event.getStartMark()
                .map(mark -> new Position(mark.getLine() + 1, mark.getColumn() + 1))
                .orElse(Position.NONE);
    }

    private JsonValue document() {
        events.next(); // The stream starts.
        var start = events.next();
        if (start.getEventId() == Event.ID.StreamEnd) {
            throw new Unreadable(start, "found an empty document; allowed: a map.");
        }
        var root = value(events.next(), "", 0);
        events.next(); // The document ends.
        var end = events.next();
        if (end.getEventId() != Event.ID.StreamEnd) {
            report(end, "", "found a second document; allowed: one in a file.");
        }
        return root;
    }

    private JsonValue value(Event event, String path, int depth) {
        if (depth > DEEPEST) {
            throw new Unreadable(
                    event,
                    "found a value nested %d deep; allowed: %d at most.".formatted(depth, DEEPEST));
        }
        return switch (event) {
            case AliasEvent alias -> copy(alias);
            case ScalarEvent scalar -> anchored(scalar, scalar.getTag(), path, depth);
            case CollectionStartEvent start -> anchored(start, start.getTag(), path, depth);
            default -> throw new IllegalStateException(event + " starts no value.");
        };
    }

    private JsonValue anchored(NodeEvent event, Optional<String> tag, String path, int depth) {
        var before = count;
        count(event, 1);
        tag.ifPresent(
                name ->
                        report(
                                event,
                                path,
                                "found the tag %s; allowed: no tag, quotes around text."
                                        .formatted(shown(name))));
        var value =
                switch (event.getEventId()) {
                    case MappingStart -> map(event, path, depth);
                    case SequenceStart -> list(event, path, depth);
                    default -> scalar((ScalarEvent) event, path);
                };
        event.getAnchor()
                .ifPresent(
                        anchor ->
                                anchors.put(
                                        anchor.getValue(), new Anchored(value, count - before)));
        return value;
    }

    private JsonValue scalar(ScalarEvent scalar, String path) {
        if (!scalar.isPlain()) {
            return new JsonValue.Text(at(scalar), scalar.getValue());
        }
        PlainScalar.mistake(scalar.getValue()).ifPresent(message -> report(scalar, path, message));
        return PlainScalar.value(scalar.getValue(), at(scalar));
    }

    private JsonValue list(Event start, String path, int depth) {
        var items = new ArrayList<JsonValue>();
        for (var next = events.next();
                next.getEventId() != Event.ID.SequenceEnd;
                next = events.next()) {
            items.add(value(next, "%s[%d]".formatted(path, items.size()), depth + 1));
        }
        return new JsonValue.Array(at(start), items);
    }

    private JsonValue map(Event start, String path, int depth) {
        var members = new LinkedHashMap<String, JsonObject.Member>();
        for (var next = events.next();
                next.getEventId() != Event.ID.MappingEnd;
                next = events.next()) {
            var key = key(next, path);
            var step = shown(key.orElse("?"));
            var inner = path.isEmpty() ? step : path + "." + step;
            var keyAt = at(next);
            if (key.isEmpty()) {
                skipRest(next);
            }
            var value = value(events.next(), inner, depth + 1);
            if (key.isPresent() && members.containsKey(key.get())) {
                reportTwice(next, path, key.get(), members.get(key.get()));
            }
            key.ifPresent(name -> members.putIfAbsent(name, new JsonObject.Member(keyAt, value)));
        }
        return new JsonObject(at(start), members);
    }

    private void reportTwice(Event again, String path, String key, JsonObject.Member first) {
        report(
                again,
                path,
                "found the key \"%s\" again, which stands at %s already; allowed: each key once."
                        .formatted(shown(key), first.nameAt()));
    }

    /** The text of a key; empty after reporting that it is no scalar. */
    private Optional<String> key(Event event, String path) {
        if (!(event instanceof ScalarEvent scalar)) {
            report(event, path, "found a key that is no text; allowed: text.");
            return Optional.empty();
        }
        count(event, 1);
        if (scalar.isPlain()) {
            PlainScalar.mistakeInKey(scalar.getValue())
                    .ifPresent(message -> report(scalar, path, message));
        }
        return Optional.of(scalar.getValue());
    }

    /** Goes on to the end of a list or map that has just started. */
    private void skipRest(Event event) {
        var open = event instanceof CollectionStartEvent ? 1 : 0;
        while (open > 0) {
            switch (events.next().getEventId()) {
                case MappingStart, SequenceStart -> open++;
                case MappingEnd, SequenceEnd -> open--;
                default -> {}
            }
        }
    }

    private JsonValue copy(AliasEvent alias) {
        var name = alias.getAlias().getValue();
        var anchored = anchors.get(name);
        if (anchored == null) {
            throw new Unreadable(
                    alias,
                    "found the alias *%s without an anchor before it; allowed: text that starts with * in quotes."
                            .formatted(shown(name)));
        }
        count(alias, anchored.count());
        return anchored.value();
    }

    private void count(Event event, int more) {
        count += more;
        if (count > MOST_VALUES) {
            throw new Unreadable(
                    event,
                    "found more than %d values, aliases counted as copies; allowed: %d at most."
                            .formatted(MOST_VALUES, MOST_VALUES));
        }
    }

    /** At most 60 characters of a name. */
    private static String shown(String name) {
        return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "…" : name;
    }

    private void report(Event event, String path, String message) {
        problems.add(new Problem(at(event), path, message));
    }
}
