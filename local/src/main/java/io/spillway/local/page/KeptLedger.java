package io.spillway.local.page;

import io.spillway.local.s3.KeptObject;
import io.spillway.pipeline.attempt.Places;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.ledger.Entry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The ledger as a state directory keeps it. The journal is read through for every question, so that
 * nothing is held in memory however many entries there are.
 */
final class KeptLedger {

    private static final byte[] LEDGER =
            ("\"" + Places.LEDGER_PREFIX).getBytes(StandardCharsets.UTF_8);

    private final Path state;

    KeptLedger(Path state) {
        this.state = state;
    }

    /**
     * All entries of some work items, oldest first.
     *
     * @throws IOException if the journal or an entry can't be read
     */
    Map<String, List<Entry>> histories(Collection<String> items) throws IOException {
        var wanted = Set.copyOf(items);
        var found = new HashMap<String, List<Entry>>();
        new LineTail(state.resolve("journal.jsonl"))
                .poll(
                        (_, line) -> {
                            if (KeptObject.contains(line, LEDGER)) {
                                take(line, wanted, found);
                            }
                        });
        found.values().forEach(list -> list.sort(Comparator.comparingInt(Entry::number)));
        return found;
    }

    /** All entries of one work item, oldest first; none for one never heard of. */
    List<Entry> history(String item) throws IOException {
        return histories(List.of(item)).getOrDefault(item, List.of());
    }

    private void take(byte[] line, Set<String> wanted, Map<String, List<Entry>> found)
            throws IOException {
        var kept = KeptObject.read(line);
        if (kept.isEmpty()) {
            return;
        }
        var key = kept.get().object().key();
        var slash = key.lastIndexOf('/');
        if (!key.startsWith(Places.LEDGER_PREFIX) || slash < Places.LEDGER_PREFIX.length()) {
            return;
        }
        var item = key.substring(Places.LEDGER_PREFIX.length(), slash);
        if (wanted.contains(item)) {
            found.computeIfAbsent(item, _ -> new ArrayList<>())
                    .add(Entry.fromJson(Json.readObject(kept.get().bytes(state))));
        }
    }
}
