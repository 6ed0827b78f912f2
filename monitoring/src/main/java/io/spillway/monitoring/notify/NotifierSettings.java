package io.spillway.monitoring.notify;

import io.spillway.monitoring.MissingSettings;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonMismatch;
import io.spillway.pipeline.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the notifier's environment says.
 *
 * @param workBucket where it is noted what was told
 * @param window in which a receiver hears of a group of alerts once
 */
public record NotifierSettings(String workBucket, List<Receiver> receivers, Duration window) {

    /** A list of {@code {"name", "kind"}}, and {@code "arn"} for topics. */
    public static final String RECEIVERS_VARIABLE = "SPILLWAY_RECEIVERS";

    /**
     * ARN or name of the secret that holds the addresses: an object of them by receivers' names.
     */
    public static final String SECRET_VARIABLE = "SPILLWAY_RECEIVERS_SECRET";

    /** Seconds; {@link #DEFAULT_WINDOW} where it isn't set. */
    public static final String WINDOW_VARIABLE = "SPILLWAY_NOTIFY_WINDOW_SECONDS";

    /** Where PagerDuty takes events, for accounts outside the United States. */
    public static final String PAGERDUTY_VARIABLE = "SPILLWAY_PAGERDUTY_URL";

    public static final Duration DEFAULT_WINDOW = Duration.ofMinutes(5);

    /** Source: PagerDuty, "Events API v2". */
    private static final String PAGERDUTY = "https://events.pagerduty.com/v2/enqueue";

    public NotifierSettings {
        receivers = List.copyOf(receivers);
    }

    /** The seam to where addresses are kept. */
    @FunctionalInterface
    public interface Secrets {

        /** The text of a secret. */
        String get(String secret) throws IOException;
    }

    /**
     * @throws IllegalStateException naming everything that is missing or wrong, and no address
     * @throws IOException if the secret can't be read
     */
    public static NotifierSettings of(Map<String, String> environment, Secrets secrets)
            throws IOException {
        var problems = new MissingSettings("notifier", environment);
        var workBucket = problems.require("SPILLWAY_WORK_BUCKET");
        var wanted = wanted(problems);
        var window = environment.getOrDefault(WINDOW_VARIABLE, "");
        if (!window.isBlank() && !window.matches("[1-9]\\d{0,4}")) {
            problems.add(
                    "%s is \"%s\": expected 1 to 99999 seconds".formatted(WINDOW_VARIABLE, window));
        }
        var addresses = addresses(environment, wanted, secrets, problems);
        var pagerDuty = environment.getOrDefault(PAGERDUTY_VARIABLE, PAGERDUTY);
        var names = new HashSet<String>();
        var receivers = new ArrayList<Receiver>();
        for (var json : wanted) {
            var name = json.text("name").orElse("");
            if (name.matches("[a-z][a-z0-9-]{0,39}") && names.add(name)) {
                receiver(name, json, addresses, pagerDuty, problems).ifPresent(receivers::add);
            } else {
                problems.add(
                        "the name \"%s\" of a receiver is none, or taken: expected up to 40 of a-z, 0-9 and -"
                                .formatted(name));
            }
        }
        problems.demandNone();
        return new NotifierSettings(
                workBucket,
                receivers,
                window.isBlank() ? DEFAULT_WINDOW : Duration.ofSeconds(Long.parseLong(window)));
    }

    private static Optional<Receiver> receiver(
            String name,
            JsonObject json,
            JsonObject addresses,
            String pagerDuty,
            MissingSettings problems) {
        var kind = json.text("kind").orElse("");
        var address = addresses.text(name).orElse("");
        return switch (kind) {
            case "slack" -> Optional.of(new Receiver.Slack(name, url(name, address, problems)));
            case "teams" -> Optional.of(new Receiver.Teams(name, url(name, address, problems)));
            case "webhook" -> Optional.of(new Receiver.Webhook(name, url(name, address, problems)));
            case "pagerduty" ->
                    Optional.of(
                            new Receiver.PagerDuty(
                                    name,
                                    url(name, pagerDuty, problems),
                                    key(name, address, problems)));
            case "topic" ->
                    Optional.of(
                            new Receiver.Topic(
                                    name, arn(name, json.text("arn").orElse(""), problems)));
            default -> {
                problems.add(
                        "the kind \"%s\" of receiver %s is none: expected slack, teams, pagerduty, webhook or topic"
                                .formatted(kind, name));
                yield Optional.empty();
            }
        };
    }

    private static List<JsonObject> wanted(MissingSettings problems) {
        var text = problems.require(RECEIVERS_VARIABLE);
        try {
            return text.isBlank()
                    ? List.of()
                    : Json.readObject("{\"receivers\":" + text + "}").objects("receivers");
        } catch (JsonMismatch e) {
            problems.add(
                    "%s is no list of receivers: expected [{\"name\":\"ops\",\"kind\":\"slack\"}]"
                            .formatted(RECEIVERS_VARIABLE));
            return List.of();
        }
    }

    private static JsonObject addresses(
            Map<String, String> environment,
            List<JsonObject> wanted,
            Secrets secrets,
            MissingSettings problems)
            throws IOException {
        if (wanted.stream()
                .allMatch(json -> json.text("kind").filter("topic"::equals).isPresent())) {
            return JsonObject.of().build();
        }
        var secret = problems.require(SECRET_VARIABLE);
        try {
            return secret.isBlank()
                    ? JsonObject.of().build()
                    : Json.readObject(secrets.get(secret));
        } catch (JsonMismatch e) {
            problems.add(
                    "the secret in %s is no object of addresses by receivers' names"
                            .formatted(SECRET_VARIABLE));
            return JsonObject.of().build();
        }
    }

    private static String key(String receiver, String key, MissingSettings problems) {
        if (key.isBlank()) {
            problems.add(
                    "the secret in %s has no integration key for receiver %s: put PagerDuty's key of an Events API v2 integration there"
                            .formatted(SECRET_VARIABLE, receiver));
        }
        return key.strip();
    }

    private static String arn(String receiver, String arn, MissingSettings problems) {
        if (arn.isBlank()) {
            problems.add(
                    "%s has no \"arn\" for receiver %s: name the topic that it stands for"
                            .formatted(RECEIVERS_VARIABLE, receiver));
        }
        return arn;
    }

    /** Addresses are secrets, so a wrong one isn't named. */
    private static URI url(String receiver, String address, MissingSettings problems) {
        try {
            var url = URI.create(address);
            if ("https".equals(url.getScheme()) && url.getHost() != null
                    || "http".equals(url.getScheme()) && "127.0.0.1".equals(url.getHost())) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            problems.add("the address of receiver %s is no URL".formatted(receiver));
            return URI.create("https://127.0.0.1");
        }
        problems.add(
                "the address of receiver %s is missing, or doesn't start with https://"
                        .formatted(receiver));
        return URI.create("https://127.0.0.1");
    }
}
