package io.spillway.monitoring.notify;

import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Posts JSON, up to three times: again where the receiver says so or doesn't answer, and no sooner
 * than it says. Follows no redirect. No message of its names an address, which is a secret.
 */
final class HttpPost {

    private static final int ATTEMPTS = 3;
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build();
    private final Clock clock;
    private final RandomGenerator random;

    /**
     * @param random spreads repetitions
     */
    HttpPost(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /**
     * @param id the same for each repetition, sent as {@code Idempotency-Key}
     * @param deadline no attempt begins after it
     */
    Answer send(URI url, JsonObject body, String id, Instant deadline) {
        var request =
                HttpRequest.newBuilder(url)
                        .timeout(ANSWER)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", id)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(Json.writeBytes(body)))
                        .build();
        try {
            return repeatedly(request, deadline);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer.NotTaken("interrupted before it answered");
        }
    }

    private Answer repeatedly(HttpRequest request, Instant deadline) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            var answered = once(request);
            if (answered.answer() instanceof Answer.Taken
                    || !answered.again()
                    || attempt == ATTEMPTS) {
                return answered.answer();
            }
            var pause = answered.after().isPresent() ? answered.after().get() : pause(attempt);
            if (!clock.instant().plus(pause).isBefore(deadline)) {
                return answered.answer();
            }
            Thread.sleep(pause);
        }
    }

    /**
     * @param again whether another attempt may succeed
     * @param after how long the receiver wants to be left alone
     */
    private record Answered(Answer answer, boolean again, Optional<Duration> after) {}

    private Answered once(HttpRequest request) throws InterruptedException {
        try {
            var response = http.send(request, HttpResponse.BodyHandlers.discarding());
            var status = response.statusCode();
            if (status / 100 == 2) {
                return new Answered(new Answer.Taken(), false, Optional.empty());
            }
            return new Answered(
                    new Answer.NotTaken("it answered with status " + status),
                    status == 408 || status == 429 || status / 100 == 5,
                    response.headers().firstValue("Retry-After").flatMap(this::retryAfter));
        } catch (IOException e) {
            return new Answered(
                    new Answer.NotTaken("no answer (%s)".formatted(e.getClass().getSimpleName())),
                    true,
                    Optional.empty());
        }
    }

    /** Seconds or a date. Source: RFC 9110, 10.2.3. */
    private Optional<Duration> retryAfter(String value) {
        if (value.matches("\\d{1,6}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
        }
        try {
            var at = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            var left = Duration.between(clock.instant(), at);
            return Optional.of(left.isNegative() ? Duration.ZERO : left);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private Duration pause(int attempt) {
        var most = FIRST_PAUSE.toMillis() << (attempt - 1);
        return Duration.ofMillis(random.nextLong(most / 2, most));
    }
}
