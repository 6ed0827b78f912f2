package io.spillway.local.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.json.JsonObject;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalInterruptTest {

    private static final Journal.Journaled SERVICE =
            new Journal.Journaled() {
                @Override
                public String journalName() {
                    return "service";
                }

                @Override
                public void apply(JsonObject change) {}

                @Override
                public Stream<JsonObject> snapshot() {
                    return Stream.empty();
                }
            };

    @TempDir private Path directory;

    /** A server that closes interrupts the requests it still works on. */
    @Test
    void staysOpenWhenAWriterIsInterrupted() throws Exception {
        try (var journal = Journal.open(directory)) {
            var writer =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        Thread.currentThread().interrupt();
                                        journal.append(SERVICE, change("interrupted"));
                                    });
            writer.join();

            journal.append(SERVICE, change("next"));

            assertThat(journal.size()).isEqualTo(2);
            assertThat(directory.resolve("journal.jsonl"))
                    .hasContent(
                            """
                            {"service":"service","change":{"name":"interrupted"}}
                            {"service":"service","change":{"name":"next"}}
                            """);
        }
    }

    private static JsonObject change(String name) {
        return JsonObject.of().put("name", name).build();
    }
}
