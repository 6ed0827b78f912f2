package io.spillway.monitoring.notify;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.spillway.monitoring.QueueMessage;
import io.spillway.monitoring.aws.AwsParts;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.pipeline.telemetry.LogContext;
import io.spillway.pipeline.telemetry.LogField;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The Lambda function that tells people: a batch of SQS messages in, the ones that must come again
 * out. All its parts are put together here.
 *
 * <p>Safe for many invocations at once.
 */
public final class NotifierFunction implements RequestStreamHandler {

    /** Left at the end of an invocation for noting what was told. */
    private static final Duration RESERVE = Duration.ofSeconds(10);

    private final Notifier notifier;
    private final Clock clock;

    /**
     * What the notifier reaches the world through, besides HTTP.
     *
     * @param store where it notes what was told
     */
    public record Seams(ObjectStore store, Mail mail) {}

    /** For Lambda: everything from the environment. */
    public NotifierFunction() throws IOException {
        this(new AwsParts());
    }

    private NotifierFunction(AwsParts aws) throws IOException {
        this(
                NotifierSettings.of(System.getenv(), aws::secret),
                new Seams(aws.store(), aws::publish),
                Clock.systemUTC(),
                () -> UUID.randomUUID().toString(),
                new SecureRandom());
    }

    /**
     * @param writers gives names that nobody else ever gives
     * @param random spreads repetitions of requests
     */
    public NotifierFunction(
            NotifierSettings settings,
            Seams seams,
            Clock clock,
            Supplier<String> writers,
            RandomGenerator random) {
        this.clock = clock;
        this.notifier =
                new Notifier(
                        settings.receivers(),
                        new Told(seams.store(), settings.workBucket(), clock, writers),
                        new Delivery(new HttpPost(clock, random), seams.mail()),
                        settings.window());
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        var scope = LogContext.current().with(LogField.REQUEST_ID, context.getAwsRequestId());
        var left = Duration.ofMillis(context.getRemainingTimeInMillis()).minus(RESERVE);
        var bytes = input.readAllBytes();
        output.write(QueueMessage.answer(scope.call(() -> handle(bytes, left))));
    }

    private Set<String> handle(byte[] input, Duration left) throws IOException {
        var alerts = new ArrayList<Alert>();
        var messages = new HashMap<String, Set<String>>();
        for (var message : QueueMessage.read(input)) {
            message.published()
                    .flatMap(Alert::of)
                    .ifPresent(
                            alert -> {
                                alerts.add(alert);
                                messages.computeIfAbsent(alert.id(), _ -> new HashSet<>())
                                        .add(message.id());
                            });
        }
        var again = new HashSet<String>();
        for (var event : notifier.tell(alerts, clock.instant().plus(left))) {
            again.addAll(messages.get(event));
        }
        return again;
    }
}
