package io.spillway.pipeline.fanin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.pipeline.definition.Phase;
import io.spillway.pipeline.detect.Extension;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.work.SetMember;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** Writes the manifest of a set, a member to a line, and counts. Holds no members. */
final class SetWriter {

    /** Work items that failed and are named in a manifest; beyond, they are only counted. */
    private static final int MOST_NAMED = 1_000;

    private final Phase taker;
    private final String prefix;
    private final OutputStream out;
    private final List<JsonObject> missing = new ArrayList<>();
    private final EnumSet<ContentType> types = EnumSet.noneOf(ContentType.class);
    private long members;
    private long bytes;
    private long succeeded;
    private long failed;
    private long skipped;
    private String firstFailed = "";

    /**
     * @param taker the phase that takes the set
     * @param prefix of the keys of its members
     * @param head members of the JSON object before those of the set, at least one
     */
    SetWriter(Phase taker, String prefix, JsonObject head, OutputStream out) throws IOException {
        this.taker = taker;
        this.prefix = prefix;
        this.out = out;
        var written = Json.write(head);
        write(written.substring(0, written.length() - 1) + ",\"" + SetMember.LIST + "\":[\n");
    }

    void add(Told told, Marker.End end, List<ObjectVersion> outputs) throws IOException {
        switch (end) {
            case SUCCEEDED -> {
                succeeded++;
                for (var output : outputs) {
                    add(told.item(), output);
                }
            }
            case FAILED -> {
                failed++;
                if (firstFailed.isEmpty()) {
                    firstFailed = told.sentence();
                }
                if (missing.size() < MOST_NAMED) {
                    missing.add(told.toJson());
                }
            }
            case SKIPPED -> skipped++;
            case OUTPUTS -> {}
        }
    }

    private void add(String item, ObjectVersion output) throws IOException {
        var key = output.key();
        var path = key.startsWith(prefix) ? key.substring(prefix.length()) : key;
        var type = Extension.typeOf(key).orElse(ContentType.BINARY);
        if (!taker.match().wantsKey(path) || !taker.match().wantsType(type)) {
            return;
        }
        write(members == 0 ? "" : ",\n");
        write(Json.write(new SetMember(path, output, type, item).toJson()));
        members++;
        bytes += output.size();
        types.add(type);
    }

    /** Ends the manifest. */
    Tally end(boolean complete) throws IOException {
        var tally = new Tally(members, bytes, succeeded, failed, skipped, complete, firstFailed);
        var tail =
                Json.write(
                        JsonObject.of()
                                .put("missing", missing)
                                .put("items", tally.items())
                                .put("complete", complete)
                                .put("count", members)
                                .put("bytes", bytes)
                                .build());
        write("\n]," + tail.substring(1) + "\n");
        return tally;
    }

    /** What all members are by their names; binary where they differ. */
    ContentType type() {
        return types.size() == 1 ? types.iterator().next() : ContentType.BINARY;
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(UTF_8));
    }
}
