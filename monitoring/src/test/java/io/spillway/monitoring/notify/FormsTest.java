package io.spillway.monitoring.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.monitoring.TestEvents;
import io.spillway.pipeline.event.Notice;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.work.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What receivers are sent, compared with files in which it can be read. */
class FormsTest {

    private static final Path GOLDEN =
            Path.of("src", "test", "resources", "io", "spillway", "monitoring", "notify");

    private static final String ODD_KEY = "in/<!channel> & `x` 'y' *z* \u202Etxt.csv";

    @Test
    void slackIsSentBlocks() throws IOException {
        assertThat(SlackForm.of(failures())).isEqualTo(golden("slack.json"));
    }

    @Test
    void teamsIsSentACard() throws IOException {
        assertThat(TeamsForm.of(failures())).isEqualTo(golden("teams.json"));
    }

    @Test
    void pagerDutyIsSentOneIncidentForFailuresOfAKind() throws IOException {
        assertThat(PagerDutyForm.of(failures(), "key"))
                .containsExactly(golden("pagerduty-failed.json"));
    }

    @Test
    void pagerDutyIsSentAnIncidentForEachStuckObjectThatItsRecoveryResolves() throws IOException {
        var stuck = PagerDutyForm.of(notification(Notice.Status.STUCK), "key");
        var recovered = PagerDutyForm.of(notification(Notice.Status.RECOVERED), "key");

        assertThat(stuck).containsExactly(golden("pagerduty-stuck.json"));
        assertThat(recovered).containsExactly(golden("pagerduty-recovered.json"));
        assertThat(recovered.getFirst().requireText("dedup_key"))
                .isEqualTo(stuck.getFirst().requireText("dedup_key"));
    }

    @Test
    void programsAreSentAllThereIs() throws IOException {
        assertThat(WebhookForm.of(failures())).isEqualTo(golden("webhook.json"));
    }

    @Test
    void peopleAreSentMail() throws IOException {
        assertThat(MailForm.subject(failures()) + "\n\n" + MailForm.text(failures()))
                .isEqualTo(Files.readString(GOLDEN.resolve("mail.txt")));
    }

    @Test
    void subjectsStayWithinWhatSnsTakes() {
        var subject =
                MailForm.subject(
                        notification(
                                List.of(
                                        TestEvents.failed(
                                                        "convert",
                                                        "ü".repeat(500),
                                                        Failure.Kind.BUG,
                                                        "no")
                                                .toJson())));

        assertThat(subject).hasSizeLessThan(100).matches("[ -~]+");
    }

    /** One with an odd key, and six more. */
    private static Notification failures() {
        return notification(
                IntStream.range(0, 7)
                        .mapToObj(
                                i ->
                                        TestEvents.failed(
                                                TestEvents.NOON.plusSeconds(i),
                                                "convert",
                                                i == 0 ? ODD_KEY : "in/" + i,
                                                Failure.Kind.JOB_FAILED,
                                                "Job %d ended without a word: <exit status 137>."
                                                        .formatted(i)))
                        .map(event -> event.toJson())
                        .toList());
    }

    private static Notification notification(Notice.Status status) {
        return notification(
                List.of(
                        TestEvents.notice(
                                        status, "in/a.csv", "Its job waits for a place since 2 h.")
                                .toJson()));
    }

    private static Notification notification(List<JsonObject> events) {
        var alerts = events.stream().map(event -> Alert.of(event).orElseThrow()).toList();
        return Notification.of(AlertGroup.of(alerts).getFirst());
    }

    private static JsonObject golden(String name) throws IOException {
        return Json.readObject(Files.readString(GOLDEN.resolve(name)));
    }
}
