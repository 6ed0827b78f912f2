package io.spillway.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link IntakeQueue} must do. One subclass per implementation. */
public abstract class IntakeQueueContract {

    /** Most bytes of a message. Source: Amazon SQS, "Message quotas". */
    private static final int LARGEST = 1 << 20;

    protected abstract IntakeQueue queue();

    /** Takes all messages that can be received now. */
    protected abstract List<String> received();

    @Test
    void sendsMoreMessagesThanOneRequestHolds() throws IOException {
        var bodies = IntStream.range(0, 35).mapToObj(i -> "message " + i).toList();

        queue().send(bodies);

        assertThat(received()).containsExactlyInAnyOrderElementsOf(bodies);
    }

    @Test
    void sendsNothingForNoMessages() throws IOException {
        queue().send(List.of());

        assertThat(received()).isEmpty();
    }

    @Test
    void changesNothingInAMessage() throws IOException {
        var body = "{\"key\":\"odd +%25\\u0001 ü😀\"}\t\r\n ";

        queue().send(List.of(body));

        assertThat(received()).containsExactly(body);
    }

    @Test
    void keepsBackWhatIsToComeLater() throws IOException {
        queue().sendLater("later", IntakeQueue.LONGEST_DELAY);

        assertThat(received()).isEmpty();
    }

    @Test
    void takesTheLargestMessageAndNoneThatIsLarger() throws IOException {
        var largest = "ü".repeat(LARGEST / 2);

        queue().send(List.of(largest));

        assertThat(received()).containsExactly(largest);
        assertThatThrownBy(() -> queue().send(List.of(largest + "x")))
                .isInstanceOf(IOException.class);
        assertThat(received()).isEmpty();
    }
}
