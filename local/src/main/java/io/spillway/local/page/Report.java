package io.spillway.local.page;

import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The page of a state directory as one HTML file that needs nothing else. Uploads with trouble come
 * in first, then the newest; what the file leaves out it says.
 */
public final class Report {

    /** Rows of uploads that go into a file: 10,000 take about 2 MB. */
    static final int MOST_ROWS = 10_000;

    /** Characters of lineages that go into a file, and as many again of receipts. */
    static final int MOST_CHARACTERS = 8 << 20;

    private final PageSubject subject;
    private final int mostRows;
    private final int mostCharacters;

    public Report(PageSubject subject) {
        this(subject, MOST_ROWS, MOST_CHARACTERS);
    }

    Report(PageSubject subject, int mostRows, int mostCharacters) {
        this.subject = subject;
        this.mostRows = mostRows;
        this.mostCharacters = mostCharacters;
    }

    /**
     * Writes the file, as a whole or not at all; one that is there is replaced.
     *
     * @throws IOException if the state can't be read, or the file can't be written
     */
    public void write(Path file, Instant now) throws IOException {
        check(file);
        var target = file.toAbsolutePath();
        var whole = Document.whole(data(now));
        var fresh = target.resolveSibling(target.getFileName() + ".new");
        Files.writeString(fresh, whole);
        Files.move(fresh, target, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * @throws IOException if no file of that name can be written
     */
    public static void check(Path file) throws IOException {
        var target = file.toAbsolutePath();
        if (target.getParent() == null || !Files.isDirectory(target.getParent())) {
            throw new IOException(
                    "Cannot write %s: there is no directory %s. Make it, or choose another --report."
                            .formatted(file, target.getParent()));
        }
    }

    JsonObject data(Instant now) throws IOException {
        var reader = new StateReader(subject.definition(), subject.state());
        reader.read();
        var model = reader.model();
        var shown =
                model.uploads().stream()
                        .sorted(
                                Comparator.comparing(Report::isTroubled)
                                        .thenComparing(PageUpload::order)
                                        .reversed())
                        .limit(mostRows)
                        .toList();
        var stories = stories(shown);
        var receipts = receipts(stories);
        return JsonObject.of()
                .put(
                        "run",
                        JsonObject.of()
                                .put("pipeline", subject.definition().name())
                                .put("directory", subject.directory().toString())
                                .put("state", subject.state().toString())
                                .put("live", false)
                                .put("replay", false)
                                .put("written", now.toEpochMilli()))
                .put(
                        "rows",
                        ModelJson.rows(
                                shown.stream()
                                        .sorted(Comparator.comparing(PageUpload::order))
                                        .toList()))
                .put("overview", ModelJson.overview(model))
                .put("stories", byId(stories))
                .put("receipts", receipts)
                .put(
                        "cut",
                        JsonObject.of()
                                .put("rows", shown.size())
                                .put("stories", stories.size())
                                .put("receipts", receipts.members().size())
                                .put("uploads", model.uploadCount()))
                .build();
    }

    private static boolean isTroubled(PageUpload upload) {
        return switch (upload.status()) {
            case UPLOADED, WAITING, RUNNING, REFUSED, FAILED, STUCK -> true;
            case DONE, IGNORED -> false;
        };
    }

    /** One upload with all that is told of it. */
    private record Told(PageUpload upload, UploadStory story, JsonObject json) {}

    private List<Told> stories(List<PageUpload> uploads) throws IOException {
        var told = new ArrayList<Told>();
        long characters = 0;
        for (var upload : uploads) {
            var story = Stories.read(subject.state(), upload.offsets());
            var json = story.toJson(upload);
            characters += Json.write(json).length();
            if (characters > mostCharacters) {
                break;
            }
            told.add(new Told(upload, story, json));
        }
        return told;
    }

    private static JsonObject byId(List<Told> stories) {
        var all = JsonObject.of();
        stories.forEach(told -> all.put(told.upload().id(), told.json()));
        return all.build();
    }

    /** In the order of the stories, as many as fit. */
    private JsonObject receipts(List<Told> stories) throws IOException {
        var items = new ArrayList<String>();
        stories.forEach(told -> told.story().shown().forEach(items::add));
        // An entry takes some 900 characters and an item has three at least.
        var wanted = items.subList(0, Math.min(items.size(), mostCharacters / 2_000));
        var histories = new KeptLedger(subject.state()).histories(wanted);
        var receipts = JsonObject.of();
        long characters = 0;
        for (var item : wanted) {
            var receipt = ReceiptJson.of(histories.getOrDefault(item, List.of()));
            characters += Json.write(receipt).length();
            if (characters > mostCharacters) {
                break;
            }
            receipts.put(item, receipt);
        }
        return receipts.build();
    }
}
