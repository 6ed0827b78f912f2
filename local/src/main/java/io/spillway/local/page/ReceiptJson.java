package io.spillway.local.page;

import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.ledger.Entry;
import java.util.List;

/** The ledger's entries of one work item, as the browser gets them. */
final class ReceiptJson {

    private ReceiptJson() {}

    static JsonObject of(List<Entry> history) {
        return JsonObject.of()
                .put("entries", history.stream().map(ReceiptJson::entry).toList())
                .build();
    }

    private static JsonObject entry(Entry entry) {
        return JsonObject.of()
                .put("number", entry.number())
                .put("at", entry.at().toEpochMilli())
                .put("writer", entry.writer())
                .put("attempts", entry.attempts())
                .put("route", entry.route().toJson())
                .put("state", entry.state().toJson())
                .build();
    }
}
