package io.spillway.pipeline.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link ObjectStore} must do. One subclass per store. */
public abstract class ObjectStoreContract {

    private final String prefix = "contract/" + UUID.randomUUID() + "/";

    protected abstract ObjectStore store() throws IOException;

    /** An existing, versioned bucket. */
    protected abstract String bucket();

    /** Puts an object as a user would. */
    protected abstract void put(ObjectLocation location, byte[] content) throws IOException;

    /** Deletes an object, all its versions. */
    protected abstract void deleteForGood(ObjectVersion version) throws IOException;

    private ObjectLocation at(String name) {
        return new ObjectLocation(bucket(), prefix + name);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private ObjectVersion putAndHead(String name, String content) throws IOException {
        put(at(name), bytes(content));
        return store().head(at(name)).orElseThrow().version();
    }

    private String read(ObjectVersion version, long offset, long length) throws IOException {
        try (var stream = store().read(version, offset, length)) {
            return new String(stream.readAllBytes(), UTF_8);
        }
    }

    @Test
    void knowsNothingOfAnObjectThatIsNotThere() throws IOException {
        assertThat(store().head(at("absent"))).isEmpty();
        assertThat(store().get(at("absent"))).isEmpty();
    }

    @Test
    void keepsTheFirstOfTwoWrites() throws IOException {
        assertThat(store().putIfAbsent(at("once"), bytes("first"), "text/plain")).isTrue();
        assertThat(store().putIfAbsent(at("once"), bytes("second"), "text/plain")).isFalse();

        assertThat(store().get(at("once"))).hasValue(bytes("first"));
    }

    @Test
    void letsExactlyOneOfManyConcurrentWritersCreate() throws Exception {
        var store = store();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < 5; round++) {
                var location = at("race-" + round);
                var writers = new ArrayList<Callable<Boolean>>();
                for (int i = 0; i < 16; i++) {
                    var content = bytes("writer " + i);
                    writers.add(() -> store.putIfAbsent(location, content, "text/plain"));
                }

                var created = threads.invokeAll(writers).stream().filter(Future::resultNow).count();

                assertThat(created).isEqualTo(1);
            }
        }
    }

    @Test
    void readsTheVersionItIsAskedForAfterAnOverwrite() throws IOException {
        var old = putAndHead("twice", "old");
        var fresh = putAndHead("twice", "fresher");

        assertThat(read(old, 0, Long.MAX_VALUE)).isEqualTo("old");
        assertThat(read(fresh, 0, Long.MAX_VALUE)).isEqualTo("fresher");
        assertThat(store().head(old))
                .get()
                .extracting(facts -> facts.version().size())
                .isEqualTo(3L);
    }

    @ParameterizedTest
    @CsvSource({"0,10,0123456789", "0,3,012", "9,5,9", "10,1,''", "3,0,''", "2,4,2345"})
    void readsARange(long offset, long length, String expected) throws IOException {
        var version = putAndHead("range", "0123456789");

        assertThat(read(version, offset, length)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"'',4,''", "0123456789,4,0123", "0123,4,0123", "01,4,01"})
    void tellsOfAnObjectTogetherWithItsFirstBytes(String content, int most, String expected)
            throws IOException {
        var version = putAndHead("start", content);
        var facts = store().head(version).orElseThrow();

        for (var start :
                List.of(
                        store().start(at("start"), most).orElseThrow(),
                        store().start(version, most).orElseThrow())) {
            assertThat(start.facts()).isEqualTo(facts);
            assertThat(start.bytes()).isEqualTo(bytes(expected));
        }
    }

    @Test
    void startsTheVersionItIsAskedForAfterAnOverwrite() throws IOException {
        var old = putAndHead("start-twice", "old");
        putAndHead("start-twice", "fresher");

        assertThat(store().start(old, 10).orElseThrow().bytes()).isEqualTo(bytes("old"));
        assertThat(store().start(at("start-twice"), 10).orElseThrow().bytes())
                .isEqualTo(bytes("fresher"));
    }

    @Test
    void startsNothingThatIsNotThere() throws IOException {
        var gone = putAndHead("start-gone", "content");
        deleteForGood(gone);

        assertThat(store().start(at("start-absent"), 10)).isEmpty();
        assertThat(store().start(gone, 10)).isEmpty();
    }

    @Test
    void saysThatAVersionIsGone() throws IOException {
        var version = putAndHead("deleted", "content");
        deleteForGood(version);

        assertThat(store().head(version)).isEmpty();
        assertThatThrownBy(() -> read(version, 0, 1))
                .isInstanceOf(ObjectGone.class)
                .hasMessageContaining(version.key());
    }

    @Test
    void hidesAnUploadUntilItIsCompleted() throws IOException {
        var store = store();
        try (var writer =
                store.startUpload(at("hidden"), "text/csv", Map.of("spillway-item", "42"))) {
            writer.write(bytes("a,b\n"));
            writer.write('1');
            var pending = writer.finish();
            assertThat(store.head(at("hidden"))).isEmpty();
            assertThat(store.list(bucket(), prefix, "")).isEmpty();

            var version = store.complete(pending);

            assertThat(version.size()).isEqualTo(5);
            var facts = store.head(at("hidden")).orElseThrow();
            assertThat(facts.version()).isEqualTo(version);
            assertThat(facts.contentType()).hasValue("text/csv");
            assertThat(facts.metadata()).containsEntry("spillway-item", "42");
            assertThat(read(version, 0, 10)).isEqualTo("a,b\n1");
        }
    }

    @Test
    void completesAnUploadOfNothing() throws IOException {
        try (var writer = store().startUpload(at("empty"), "text/plain", Map.of())) {
            assertThat(store().complete(writer.finish()).size()).isZero();
        }
    }

    @Test
    void storesAnUploadOfSeveralParts() throws IOException {
        var line = "0123456789abcdef".repeat(4096);
        try (var writer = store().startUpload(at("large"), "text/plain", Map.of())) {
            for (int i = 0; i < 300; i++) {
                writer.write(bytes(line));
            }

            var version = store().complete(writer.finish());

            assertThat(version.size()).isEqualTo(300L * line.length());
            assertThat(read(version, 299L * line.length(), line.length())).isEqualTo(line);
        }
    }

    /** More than one part, and not whole ones. */
    private static String lines(int from, int to) {
        var lines = new StringBuilder();
        for (int i = from; i < to; i++) {
            lines.append("line %09d\n".formatted(i));
        }
        return lines.toString();
    }

    private PendingUpload left(String name) throws IOException {
        try (var writer =
                store().startUpload(at(name), "text/plain", Map.of("spillway-item", "7"))) {
            writer.write(bytes(lines(0, 700_000)));
            var left = writer.leave(Duration.ofSeconds(30)).orElseThrow();
            assertThat(left.size()).isBetween(1L, 700_000L * 15);
            return left;
        }
    }

    private PendingUpload rest(PendingUpload left, String whole) throws IOException {
        try (var writer = store().resumeUpload(left)) {
            assertThat(writer.written()).isEqualTo(left.size());
            writer.write(bytes(whole.substring((int) left.size())));
            return writer.finish();
        }
    }

    @Test
    void goesOnWithAnUploadThatAnotherWriterLeft() throws IOException {
        var whole = lines(0, 1_500_000);
        var left = left("left");
        try (var stopped = store().resumeUpload(left)) {
            stopped.write(1);
        }
        var version = store().complete(rest(left, whole));

        assertThat(version.size()).isEqualTo(whole.length());
        assertThat(read(version, 0, whole.length())).isEqualTo(whole);
        var facts = store().head(at("left")).orElseThrow();
        assertThat(facts.contentType()).hasValue("text/plain");
        assertThat(facts.metadata()).containsEntry("spillway-item", "7");
    }

    @Test
    void leavesAnUploadSeveralTimes() throws IOException {
        var whole = lines(0, 2_000_000);
        var left = left("again");
        PendingUpload more;
        try (var writer = store().resumeUpload(left)) {
            writer.write(bytes(whole.substring((int) left.size(), 20_000_000)));
            more = writer.leave(Duration.ofSeconds(30)).orElseThrow();
        }

        assertThat(more.size()).isGreaterThan(left.size());
        assertThat(read(store().complete(rest(more, whole)), 0, whole.length())).isEqualTo(whole);
    }

    @Test
    void leavesAFinishedUploadWithoutItsLastPart() throws IOException {
        var whole = lines(0, 1_200_000);
        PendingUpload left;
        try (var writer = store().startUpload(at("cut"), "text/plain", Map.of())) {
            writer.write(bytes(whole.substring(0, 9_000_000)));
            assertThat(writer.finish().size()).isEqualTo(9_000_000);
            left = writer.leave(Duration.ofSeconds(30)).orElseThrow();
        }

        assertThat(left.size()).isLessThan(9_000_000);
        assertThat(read(store().complete(rest(left, whole)), 0, whole.length())).isEqualTo(whole);
    }

    @Test
    void leavesNothingWhereNoPartIsFull() throws IOException {
        try (var writer = store().startUpload(at("short"), "text/plain", Map.of())) {
            writer.write(bytes("short"));

            assertThat(writer.stored()).isZero();
            assertThat(writer.leave(Duration.ofSeconds(30))).isEmpty();
        }
    }

    /** Whoever wrote something else can't spoil what another one decided. */
    @Test
    void refusesAnUploadOfWhichAPartWasReplaced() throws IOException {
        var left = left("replaced-part");
        var decided = rest(left, lines(0, 1_200_000));
        rest(left, lines(0, 1_200_000).replace("line", "LINE"));

        assertThatThrownBy(() -> store().complete(decided)).isInstanceOf(UploadGone.class);

        assertThat(store().head(at("replaced-part"))).isEmpty();
        store().abort(decided);
    }

    @Test
    void completesAnUploadThatTwoWroteAlike() throws IOException {
        var whole = lines(0, 1_200_000);
        var left = left("alike");
        var decided = rest(left, whole);
        rest(left, whole);

        assertThat(read(store().complete(decided), 0, whole.length())).isEqualTo(whole);
    }

    @Test
    void completesAnUploadOnlyOnce() throws IOException {
        try (var writer = store().startUpload(at("once-only"), "text/plain", Map.of())) {
            var pending = writer.finish();
            store().complete(pending);

            assertThatThrownBy(() -> store().complete(pending)).isInstanceOf(UploadGone.class);
        }
    }

    @Test
    void forgetsAnUploadThatIsAborted() throws IOException {
        try (var writer = store().startUpload(at("aborted"), "text/plain", Map.of())) {
            writer.write(1);
            var pending = writer.finish();

            store().abort(pending);
            store().abort(pending);

            assertThatThrownBy(() -> store().complete(pending)).isInstanceOf(UploadGone.class);
            assertThat(store().head(at("aborted"))).isEmpty();
        }
    }

    @Test
    void leavesNothingOfAnUploadThatIsClosedBeforeItsEnd() throws IOException {
        try (var writer = store().startUpload(at("closed"), "text/plain", Map.of())) {
            writer.write(bytes("some"));
        }

        assertThat(store().head(at("closed"))).isEmpty();
    }

    @Test
    void replacesWhatWasThereWhenAnUploadIsCompleted() throws IOException {
        var old = putAndHead("replaced", "old");
        try (var writer = store().startUpload(at("replaced"), "text/plain", Map.of())) {
            writer.write(bytes("new one"));

            var fresh = store().complete(writer.finish());

            assertThat(read(fresh, 0, 10)).isEqualTo("new one");
            assertThat(read(old, 0, 10)).isEqualTo("old");
        }
    }

    @Test
    void listsKeysInTheOrderOfTheirBytes() throws IOException {
        for (var name : new String[] {"b", "a/2", "a/1", "a", "ä", "😀", "\uffee"}) {
            store().putIfAbsent(at(name), bytes(name), "text/plain");
        }

        assertThat(
                        store().list(bucket(), prefix, "")
                                .map(found -> found.key().substring(prefix.length())))
                .containsExactly("a", "a/1", "a/2", "b", "ä", "\uffee", "😀");
        assertThat(store().list(bucket(), prefix + "a/", prefix + "a/1").map(ObjectLocation::key))
                .containsExactly(prefix + "a/2");
    }

    @Test
    void listsMoreKeysThanOnePageHolds() throws Exception {
        var store = store();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 1100; i++) {
                var location = at("many/%04d".formatted(i));
                threads.submit(() -> store.putIfAbsent(location, new byte[0], "text/plain"));
            }
        }

        assertThat(store.list(bucket(), prefix + "many/", "").count()).isEqualTo(1100);
    }

    @Test
    void listsEveryVersionByKeyAndTheNewestFirst() throws IOException {
        var versions = new ArrayList<ObjectVersion>();
        for (var name : new String[] {"v/a b+%", "v/a b+%", "v/a/1", "v/ä", "v/ä"}) {
            try (var writer = store().startUpload(at(name), "text/plain", Map.of())) {
                writer.write(bytes(name));
                versions.add(store().complete(writer.finish()));
            }
        }
        store().putIfAbsent(at("w"), bytes("w"), "text/plain");

        var listed = new ArrayList<ObjectVersion>();
        var page = store().versions(bucket(), prefix + "v/", Optional.empty());
        page.versions().forEach(each -> listed.add(each.version()));
        while (page.next().isPresent()) {
            page = store().versions(bucket(), prefix + "v/", page.next());
            page.versions().forEach(each -> listed.add(each.version()));
        }

        assertThat(listed)
                .containsExactly(
                        versions.get(1),
                        versions.get(0),
                        versions.get(2),
                        versions.get(4),
                        versions.get(3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "with space",
                "plus+plus",
                "per%cent%20",
                "query?a=b&c",
                "hash#",
                "quote'\"",
                "ünï/çødé",
                "日本語",
                "a//b",
                "dots/../not-a-path",
                "tab\tnew\nline",
                "control\u0001\u001f",
                "back\\slash",
                "star*",
                "<xml>&amp;",
                "!$'()~:@,;="
            })
    void takesAnyKey(String name) throws IOException {
        assertThat(store().putIfAbsent(at(name), bytes(name), "text/plain")).isTrue();

        assertThat(store().get(at(name))).hasValue(bytes(name));
        assertThat(store().list(bucket(), prefix, "").map(ObjectLocation::key))
                .containsExactly(prefix + name);
        assertThat(read(store().head(at(name)).orElseThrow().version(), 0, 100)).isEqualTo(name);
    }
}
