package io.spillway.local.page;

import io.spillway.pipeline.event.Notice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** The newest notices, each once by its id. */
final class Notices {

    /** Notices that are kept; older ones are still in the file of events. */
    static final int MOST = 200;

    private final LinkedHashMap<String, Told> byId = new LinkedHashMap<>();

    /**
     * A notice and where it leads.
     *
     * @param upload id; empty where no upload of that object is known
     */
    record Told(Notice notice, Optional<String> upload) {}

    void add(Notice notice, Optional<String> upload) {
        byId.putIfAbsent(notice.id(), new Told(notice, upload));
        if (byId.size() > MOST) {
            byId.pollFirstEntry();
        }
    }

    /** Newest first. */
    List<Told> all() {
        return new ArrayList<>(byId.sequencedValues().reversed());
    }
}
