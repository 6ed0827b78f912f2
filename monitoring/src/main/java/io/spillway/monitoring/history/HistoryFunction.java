package io.spillway.monitoring.history;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.spillway.monitoring.QueueMessage;
import io.spillway.monitoring.aws.AwsParts;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.pipeline.telemetry.EmfMeter;
import io.spillway.pipeline.telemetry.LogContext;
import io.spillway.pipeline.telemetry.LogField;
import io.spillway.pipeline.telemetry.Meter;
import io.spillway.pipeline.telemetry.Metric;
import io.spillway.pipeline.telemetry.Subject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/**
 * The Lambda function that writes the history: a batch of SQS messages in, one object for each
 * pipeline and day in them. All its parts are put together here.
 *
 * <p>All messages of a batch are done, or all come again: a batch that is repeated writes the same
 * objects. Safe for many invocations at once.
 */
public final class HistoryFunction implements RequestStreamHandler {

    private final HistorySettings settings;
    private final Costs costs;
    private final ObjectStore store;
    private final Meter meter;

    /** For Lambda: everything from the environment. */
    public HistoryFunction() {
        this(
                HistorySettings.of(System.getenv()),
                new AwsParts().store(),
                new EmfMeter(Clock.systemUTC(), LogContext::writeLine));
    }

    public HistoryFunction(HistorySettings settings, ObjectStore store, Meter meter) {
        this.settings = settings;
        this.costs = new Costs(settings.functionMemoryMib(), settings.jobSizes());
        this.store = store;
        this.meter = meter;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        var bytes = input.readAllBytes();
        var scope = LogContext.current().with(LogField.REQUEST_ID, context.getAwsRequestId());
        scope.call(
                () -> {
                    write(records(bytes));
                    return true;
                });
        scope.run(meter::flush);
        output.write(QueueMessage.answer(Set.of()));
    }

    private List<HistoryRecord> records(byte[] input) {
        return QueueMessage.read(input).stream()
                .flatMap(message -> message.published().stream())
                .flatMap(published -> HistoryRecord.of(published, costs, settings.tags()).stream())
                .toList();
    }

    private void write(List<HistoryRecord> records) throws IOException {
        for (var file : HistoryFile.of(records)) {
            store.putIfAbsent(
                    new ObjectLocation(settings.workBucket(), file.key()),
                    file.content(),
                    "application/gzip");
        }
        for (var record : records) {
            record.cost()
                    .ifPresent(
                            cost ->
                                    meter.add(
                                            Metric.COST,
                                            Subject.of(record.pipeline()),
                                            Costs.nanodollars(cost)));
        }
    }
}
