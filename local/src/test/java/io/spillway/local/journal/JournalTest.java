package io.spillway.local.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.pipeline.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

    @TempDir Path directory;

    /** Remembers texts. */
    private record Texts(String journalName, List<String> texts) implements Journal.Journaled {

        Texts(String name) {
            this(name, new ArrayList<>());
        }

        void add(Journal journal, String text) {
            var change = JsonObject.of().put("text", text).build();
            journal.append(this, change);
            apply(change);
        }

        @Override
        public void apply(JsonObject change) {
            texts.add(change.requireText("text"));
        }

        @Override
        public Stream<JsonObject> snapshot() {
            return Stream.of(JsonObject.of().put("text", texts.getLast()).build());
        }
    }

    private Path file() {
        return directory.resolve("journal.jsonl");
    }

    private List<String> replayed(String service) throws IOException {
        var texts = new Texts(service);
        try (var journal = Journal.open(directory)) {
            journal.replay(Map.of(service, texts));
        }
        return texts.texts();
    }

    private void write(String... texts) throws IOException {
        var service = new Texts("notes");
        try (var journal = Journal.open(directory)) {
            journal.replay(Map.of("notes", service));
            Arrays.stream(texts).forEach(text -> service.add(journal, text));
        }
    }

    @Test
    void repeatsItsChangesInOrder() throws Exception {
        write("one", "two\nlines", "dr€i 😀 \u0000");
        write("four");

        assertThat(replayed("notes"))
                .containsExactly("one", "two\nlines", "dr€i 😀 \u0000", "four");
    }

    /** Lines are read in blocks of 64 KiB. */
    @Test
    void readsLinesOfAnyLength() throws Exception {
        var texts =
                IntStream.of(0, 1, 65_000, 65_536, 200_000, 3)
                        .mapToObj("x"::repeat)
                        .toArray(String[]::new);
        write(texts);

        assertThat(replayed("notes")).containsExactly(texts);
    }

    @Test
    void handsEachServiceItsOwnChanges() throws Exception {
        var one = new Texts("one");
        var two = new Texts("two");
        try (var journal = Journal.open(directory)) {
            one.add(journal, "1");
            two.add(journal, "2");
            one.add(journal, "3");
        }
        var oneAgain = new Texts("one");
        var twoAgain = new Texts("two");
        try (var journal = Journal.open(directory)) {
            journal.replay(Map.of("one", oneAgain, "two", twoAgain));
            assertThat(journal.size()).isEqualTo(3);
        }

        assertThat(oneAgain.texts()).containsExactly("1", "3");
        assertThat(twoAgain.texts()).containsExactly("2");
    }

    @Test
    void losesOnlyALastLineThatWasCutShortAnywhere() throws Exception {
        write("kept");
        long kept = Files.size(file());
        write("torn");
        var whole = Files.readAllBytes(file());

        for (int size = (int) kept; size < whole.length; size++) {
            Files.write(file(), Arrays.copyOf(whole, size));
            assertThat(replayed("notes")).as("cut at %d", size).containsExactly("kept");
            write("after");
            assertThat(replayed("notes")).containsExactly("kept", "after");
        }
    }

    @Test
    void findsTheLastWholeLineBeforeALongTornOne() throws Exception {
        write("kept");
        Files.writeString(file(), "x".repeat(100_000), StandardOpenOption.APPEND);

        assertThat(replayed("notes")).containsExactly("kept");
    }

    @Test
    void startsEmptyFromATornFirstLine() throws Exception {
        Files.writeString(file(), "{\"service\":");

        assertThat(replayed("notes")).isEmpty();
        assertThat(Files.size(file())).isZero();
    }

    @Test
    void refusesADamagedLineAndNamesIt() throws Exception {
        write("one");
        Files.writeString(file(), "garbage\n", StandardOpenOption.APPEND);

        assertThatThrownBy(() -> replayed("notes"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("Cannot read %s: line 2 is damaged (".formatted(file()))
                .hasMessageEndingWith(
                        "Restore the directory as a whole, or choose another one with --state.");
    }

    @Test
    void refusesAServiceItDoesntKnow() throws Exception {
        write("one");

        assertThatThrownBy(() -> replayed("other"))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "Cannot read %s: line 1 is for the unknown service \"notes\". Another version wrote it; use that one, or another directory with --state."
                                .formatted(file()));
    }

    @Test
    void isOpenOnlyOnce() throws Exception {
        try (var _ = Journal.open(directory)) {
            assertThatThrownBy(() -> Journal.open(directory))
                    .isInstanceOf(IOException.class)
                    .hasMessage(
                            "Cannot use %s: another Spillway works with this directory. Stop it, or choose another one with --state."
                                    .formatted(directory));
        }
        Journal.open(directory).close();
    }

    @Test
    void holdsOnlyTheSnapshotOnceCompacted() throws Exception {
        write("one", "two", "three");
        var service = new Texts("notes");
        try (var journal = Journal.open(directory)) {
            journal.replay(Map.of("notes", service));
            journal.compact(List.of(service));
            assertThat(journal.size()).isEqualTo(1);
            service.add(journal, "four");
        }

        assertThat(replayed("notes")).containsExactly("three", "four");
    }

    @Test
    void keepsChangesOfThreadsThatAreInterrupted() throws Exception {
        var service = new Texts("notes");
        try (var journal = Journal.open(directory)) {
            var interrupted =
                    Thread.ofVirtual()
                            .unstarted(
                                    () -> {
                                        Thread.currentThread().interrupt();
                                        service.add(journal, "interrupted");
                                    });
            interrupted.start();
            interrupted.join();
            service.add(journal, "after");
        }

        assertThat(replayed("notes")).containsExactly("interrupted", "after");
    }

    @Test
    void keepsLinesOfManyThreadsWhole() throws Exception {
        try (var journal = Journal.open(directory)) {
            var threads =
                    IntStream.range(0, 8)
                            .mapToObj(
                                    i ->
                                            Thread.startVirtualThread(
                                                    () -> appendMany(journal, "text " + i)))
                            .toList();
            for (var thread : threads) {
                thread.join();
            }
        }

        assertThat(replayed("notes")).hasSize(800);
    }

    private static void appendMany(Journal journal, String text) {
        var service = new Texts("notes");
        IntStream.range(0, 100).forEach(_ -> service.add(journal, text));
    }
}
