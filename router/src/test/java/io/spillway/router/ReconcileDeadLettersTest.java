package io.spillway.router;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.event.Notice;
import io.spillway.pipeline.job.TestTasks;
import io.spillway.router.intake.ReconcileMessages;
import io.spillway.router.intake.ReplayMessages;
import io.spillway.router.intake.SubmissionMessages;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReconcileDeadLettersTest {

    private static final byte[] CSV = "a,b\n1,2\n".getBytes(UTF_8);

    @TempDir private Path scratch;

    private TestRouter router;

    @BeforeEach
    void deploy() throws IOException {
        router = new TestRouter(scratch, "out", 1769);
        router.deploy(
                """
                {"pipeline": "p", "phases": {
                  "convert": {"on": "upload", "match": {"types": ["csv"]}, "stage": "convert"}}}
                """);
    }

    private void look() throws IOException {
        router.invoke(List.of(ReconcileMessages.deadLetters()));
    }

    private void giveUp(String messageId, String body) {
        router.deadLetters.giveUp(messageId, body, router.clock.instant());
    }

    @Test
    void tellsOnceOfAnUploadWhoseMessageWasGivenUpAndHowToSendItBack() throws IOException {
        giveUp("m1", TestRouter.uploaded(router.drop("in/a b+%.csv", CSV)));
        router.clock.advance(Duration.ofHours(3));

        look();
        router.clock.advance(Duration.ofMinutes(15));
        look();

        assertThat(router.events.notices())
                .singleElement()
                .satisfies(
                        notice -> {
                            assertThat(notice.status()).isEqualTo(Notice.Status.STUCK);
                            assertThat(notice.input().toString())
                                    .isEqualTo("s3://drop/in/a b+%.csv");
                            assertThat(notice.reason())
                                    .isEqualTo(
                                            "Message m1 about it failed each time and was given up. It was sent 3h ago and is in the dead-letter queue dev-p-intake-dead-letters.");
                            assertThat(notice.remedy())
                                    .endsWith(
                                            "aws sqs start-message-move-task --source-arn arn:aws:sqs:eu-west-1:123456789012:dev-p-intake-dead-letters.");
                        });
        assertThat(router.deadLetters.look(10)).hasSize(1);
    }

    @Test
    void namesThePhaseAndWorkItemOfASubmissionThatWasGivenUp() throws IOException {
        var task = TestTasks.task(7, 1);
        giveUp("m1", SubmissionMessages.write(List.of(task)).getFirst());

        look();

        assertThat(router.events.notices())
                .singleElement()
                .satisfies(
                        notice -> {
                            assertThat(notice.phase()).hasValue("convert");
                            assertThat(notice.item()).hasValue(task.item().id());
                        });
    }

    @Test
    void findsTheObjectOfAReplayThatWasGivenUp() throws IOException {
        router.upload("in/a.csv", CSV);
        var item = router.events.published().getFirst().item();
        giveUp("m1", ReplayMessages.write(item.id(), false));
        giveUp("m2", ReplayMessages.write("0".repeat(32), false));

        look();

        assertThat(router.events.notices())
                .extracting(Notice::input)
                .containsExactly(item.input().location());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not JSON",
                "{\"spillway\":\"reconcile-waiting.v1\"}",
                "{\"Event\":\"s3:TestEvent\",\"Bucket\":\"drop\"}",
            })
    void passesOverWhatIsAboutNoObject(String body) throws IOException {
        giveUp("m1", body);

        look();

        assertThat(router.events.notices()).isEmpty();
    }

    @Test
    void tellsOfEachMessageOfItsOwn() throws IOException {
        var object = router.drop("in/a.csv", CSV);
        giveUp("m1", TestRouter.uploaded(object));
        giveUp("m2", TestRouter.uploaded(object));

        look();

        assertThat(router.events.notices())
                .extracting(Notice::id)
                .hasSize(2)
                .doesNotHaveDuplicates();
    }
}
