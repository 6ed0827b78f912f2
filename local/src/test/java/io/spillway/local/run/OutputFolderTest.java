package io.spillway.local.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.memory.MemoryObjectStore;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFolderTest {

    @TempDir Path state;

    private final MemoryObjectStore store = new MemoryObjectStore();

    private ObjectVersion output(String key, String content) throws IOException {
        var location = new ObjectLocation("out", key);
        store.put(location, content.getBytes(UTF_8));
        return store.head(location).orElseThrow().version();
    }

    @Test
    void copiesAnOutputUnderItsKey() throws IOException {
        var outputs = OutputFolder.in(state, store);

        outputs.copy(output("convert/a b/ü.jsonl", "{}"));

        assertThat(state.resolve("outputs/convert/a b/ü.jsonl")).hasContent("{}");
        assertThat(state.resolve("outputs-unfinished")).isEmptyDirectory();
    }

    @Test
    void removesTheUnfinishedCopiesOfAKilledRunAndKeepsTheFinished() throws IOException {
        OutputFolder.in(state, store).copy(output("convert/whole", "whole"));
        Files.writeString(state.resolve("outputs-unfinished/copy123"), "ha");

        OutputFolder.in(state, store);

        assertThat(state.resolve("outputs-unfinished")).isEmptyDirectory();
        assertThat(state.resolve("outputs/convert/whole")).hasContent("whole");
    }
}
