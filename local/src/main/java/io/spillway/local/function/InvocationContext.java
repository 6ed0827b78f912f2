package io.spillway.local.function;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** What a handler is told about its invocation. */
final class InvocationContext implements Context {

    static final String VERSION = "$LATEST";

    private final String requestId = UUID.randomUUID().toString();
    private final FunctionConfiguration configuration;
    private final String functionArn;
    private final LambdaLogger log;
    private final long deadline;

    InvocationContext(FunctionConfiguration configuration, String functionArn, LambdaLogger log) {
        this.configuration = configuration;
        this.functionArn = functionArn;
        this.log = log;
        this.deadline = System.nanoTime() + configuration.timeout().toNanos();
    }

    @Override
    public String getAwsRequestId() {
        return requestId;
    }

    @Override
    public String getLogGroupName() {
        return "/aws/lambda/" + configuration.name();
    }

    @Override
    public String getLogStreamName() {
        var day = LocalDate.now(ZoneOffset.UTC).format(DateTimeFormatter.ofPattern("yyyy/MM/dd"));
        return "%s/[%s]local".formatted(day, VERSION);
    }

    @Override
    public String getFunctionName() {
        return configuration.name();
    }

    @Override
    public String getFunctionVersion() {
        return VERSION;
    }

    @Override
    public String getInvokedFunctionArn() {
        return functionArn;
    }

    /** None: only mobile clients send one. */
    @Override
    public CognitoIdentity getIdentity() {
        return null;
    }

    /** None: only mobile clients send one. */
    @Override
    public ClientContext getClientContext() {
        return null;
    }

    /** Counts down to 0 at the deadline, and not below. */
    @Override
    public int getRemainingTimeInMillis() {
        var remaining = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        return (int) Math.max(0, remaining);
    }

    @Override
    public int getMemoryLimitInMB() {
        return configuration.memoryMib();
    }

    @Override
    public LambdaLogger getLogger() {
        return log;
    }
}
