package io.spillway.local.s3;

import java.io.IOException;
import java.time.Clock;

/** GetBucketNotificationConfiguration and PutBucketNotificationConfiguration. */
final class NotificationOperations {

    private final S3State state;
    private final NotificationSink sink;
    private final Clock clock;

    NotificationOperations(S3State state, NotificationSink sink, Clock clock) {
        this.state = state;
        this.sink = sink;
        this.clock = clock;
    }

    S3Response get(S3Request request) {
        synchronized (state) {
            return S3Response.xml(200, state.bucket(request.bucket()).notifications().toXml());
        }
    }

    /** Replaces the whole configuration, unless a target can't take its test event. */
    S3Response put(S3Request request) throws IOException {
        state.bucket(request.bucket());
        var xml = XmlElement.read(RequestBody.of(request).bytes(), "NotificationConfiguration");
        var configuration = NotificationConfiguration.fromXml(xml, request.id() + "-");
        if (!request.header("x-amz-skip-destination-validation")
                .filter(Boolean::parseBoolean)
                .isPresent()) {
            test(request, configuration);
        }
        synchronized (state) {
            state.bucket(request.bucket());
            state.commit(new Change.NotificationsChanged(request.bucket(), configuration));
        }
        return S3Response.empty(200);
    }

    private void test(S3Request request, NotificationConfiguration configuration) {
        for (var rule : configuration.rules()) {
            try {
                sink.deliver(
                        rule.target(),
                        EventRecords.testEvent(request.bucket(), clock.instant(), request.id()));
            } catch (IOException e) {
                throw S3Error.invalidArgument(
                                "Unable to validate the following destination configurations")
                        .with("ArgumentName1", rule.target().arn())
                        .with("ArgumentValue1", String.valueOf(e.getMessage()));
            }
        }
    }
}
