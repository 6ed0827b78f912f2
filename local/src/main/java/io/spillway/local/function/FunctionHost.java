package io.spillway.local.function;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * A Lambda function with SQS event source mappings, in this process.
 *
 * <p>Messages that a function has done with are deleted; the others come again when their
 * visibility timeout is over. Each mapping gathers its own batches and has its own limit of
 * concurrency; unlike in Lambda, all invocations share one handler and one process.
 */
public final class FunctionHost implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(FunctionHost.class.getName());

    private final RequestStreamHandler handler;
    private final FunctionConfiguration configuration;
    private final SqsClient sqs;
    private volatile List<QueuePoller> pollers = List.of();
    private FunctionLog log;

    public FunctionHost(
            RequestStreamHandler handler, FunctionConfiguration configuration, SqsClient sqs) {
        this.handler = handler;
        this.configuration = configuration;
        this.sqs = sqs;
    }

    /**
     * Starts polling.
     *
     * @throws SdkException if a queue doesn't answer; nothing is polled then
     * @throws UncheckedIOException if the log can't be written
     */
    public void start() {
        var arns = new LinkedHashMap<EventSourceMapping, String>();
        configuration.mappings().forEach(mapping -> arns.put(mapping, arn(mapping.queueUrl())));
        try {
            log = FunctionLog.open(configuration.log());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot write the log %s of function %s."
                            .formatted(configuration.log(), configuration.name()),
                    e);
        }
        pollers = arns.entrySet().stream().map(e -> poller(e.getKey(), e.getValue())).toList();
    }

    private String arn(String queueUrl) {
        return sqs.getQueueAttributes(
                        request ->
                                request.queueUrl(queueUrl)
                                        .attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes()
                .get(QueueAttributeName.QUEUE_ARN);
    }

    private QueuePoller poller(EventSourceMapping mapping, String queueArn) {
        var name = queueArn.substring(queueArn.lastIndexOf(':') + 1);
        return QueuePoller.start(
                "function-" + configuration.name() + "-" + name,
                mapping,
                queueArn,
                sqs,
                batch -> invoke(batch, queueArn));
    }

    private BatchOutcome invoke(List<SqsRecord> batch, String queueArn)
            throws InterruptedException {
        var context = new InvocationContext(configuration, functionArn(queueArn), log);
        return new Invocation(handler, batch, context, log).run(configuration.timeout());
    }

    private String functionArn(String queueArn) {
        var parts = queueArn.split(":");
        return "arn:aws:lambda:%s:%s:function:%s"
                .formatted(parts[3], parts[4], configuration.name());
    }

    /** Invocations running now. */
    public int inFlight() {
        return pollers.stream().mapToInt(QueuePoller::inFlight).sum();
    }

    /**
     * Stops polling and waits for the invocations under way, up to 10 seconds. What isn't done by
     * then comes again. A second call changes nothing.
     */
    @Override
    public void close() {
        pollers.forEach(QueuePoller::stop);
        pollers.forEach(QueuePoller::close);
        if (log == null) {
            return;
        }
        try {
            log.close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "Log not closed: {0}", e.toString());
        }
    }
}
