package io.spillway.monitoring.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotifierSettingsTest {

    private static final String SECRET =
            """
            {"ops": "https://hooks.slack.example/services/T0/B0/token", "oncall": "routing-key"}
            """;

    @Test
    void takesAddressesFromTheSecret() throws IOException {
        var settings =
                settings(
                        Map.of(
                                NotifierSettings.RECEIVERS_VARIABLE,
                                """
                                [{"name":"ops","kind":"slack"},{"name":"oncall","kind":"pagerduty"},{"name":"mail","kind":"topic","arn":"arn:t"}]
                                """));

        assertThat(settings.receivers())
                .containsExactly(
                        new Receiver.Slack(
                                "ops",
                                URI.create("https://hooks.slack.example/services/T0/B0/token")),
                        new Receiver.PagerDuty(
                                "oncall",
                                URI.create("https://events.pagerduty.com/v2/enqueue"),
                                "routing-key"),
                        new Receiver.Topic("mail", "arn:t"));
        assertThat(settings.window()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void tellsAllThatIsWrongAndNoAddress() {
        assertThatThrownBy(
                        () ->
                                settings(
                                        Map.of(
                                                NotifierSettings.RECEIVERS_VARIABLE,
                                                """
                                                [{"name":"oncall","kind":"slack"},{"name":"ops","kind":"irc"},{"name":"X"}]
                                                """,
                                                NotifierSettings.WINDOW_VARIABLE,
                                                "soon")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "Cannot start the notifier: SPILLWAY_NOTIFY_WINDOW_SECONDS is \"soon\": expected 1 to 99999 seconds; the address of receiver oncall is missing, or doesn't start with https://; the kind \"irc\" of receiver ops is none: expected slack, teams, pagerduty, webhook or topic; the name \"X\" of a receiver is none, or taken: expected up to 40 of a-z, 0-9 and -. Set them in the function's environment.");
    }

    /** PagerDuty would refuse every alert, and nobody would hear of that. */
    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"oncall\": \"\"}", "{\"oncall\": \" \\n\"}"})
    void refusesPagerDutyWithoutAKey(String secret) {
        var receivers = "[{\"name\":\"oncall\",\"kind\":\"pagerduty\"}]";

        assertThatThrownBy(
                        () ->
                                settings(
                                        Map.of(NotifierSettings.RECEIVERS_VARIABLE, receivers),
                                        secret))
                .hasMessage(
                        "Cannot start the notifier: the secret in SPILLWAY_RECEIVERS_SECRET has no integration key for receiver oncall: put PagerDuty's key of an Events API v2 integration there. Set them in the function's environment.");
    }

    @Test
    void refusesATopicWithoutAnArn() {
        var receivers = "[{\"name\":\"mail\",\"kind\":\"topic\"}]";

        assertThatThrownBy(() -> settings(Map.of(NotifierSettings.RECEIVERS_VARIABLE, receivers)))
                .hasMessageContaining(
                        "SPILLWAY_RECEIVERS has no \"arn\" for receiver mail: name the topic that it stands for.");
    }

    @Test
    void keepsAddressesOutOfWhatIsLogged() throws IOException {
        var settings =
                settings(
                        Map.of(
                                NotifierSettings.RECEIVERS_VARIABLE,
                                """
                                [{"name":"ops","kind":"slack"},{"name":"oncall","kind":"pagerduty"}]
                                """));

        assertThat(settings.receivers())
                .extracting(Receiver::toString)
                .containsExactly("ops (slack)", "oncall (pagerduty)");
    }

    private static NotifierSettings settings(Map<String, String> environment) throws IOException {
        return settings(environment, SECRET);
    }

    private static NotifierSettings settings(Map<String, String> environment, String secret)
            throws IOException {
        var all = new HashMap<>(environment);
        all.put("SPILLWAY_WORK_BUCKET", "work");
        all.put(NotifierSettings.SECRET_VARIABLE, "weather/receivers");
        return NotifierSettings.of(all, _ -> secret);
    }
}
