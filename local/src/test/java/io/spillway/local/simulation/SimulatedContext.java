package io.spillway.local.simulation;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** What the function is told when an invocation begins. */
record SimulatedContext(String getAwsRequestId, Duration left) implements Context {

    @Override
    public int getRemainingTimeInMillis() {
        return (int) left.toMillis();
    }

    @Override
    public String getLogGroupName() {
        return "/aws/lambda/router";
    }

    @Override
    public String getLogStreamName() {
        return "[$LATEST]simulated";
    }

    @Override
    public String getFunctionName() {
        return "router";
    }

    @Override
    public String getFunctionVersion() {
        return "$LATEST";
    }

    @Override
    public String getInvokedFunctionArn() {
        return "arn:aws:lambda:eu-west-1:000000000000:function:router";
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

    @Override
    public int getMemoryLimitInMB() {
        return 1_769;
    }

    @Override
    public LambdaLogger getLogger() {
        return new LambdaLogger() {
            @Override
            public void log(String message) {
                System.err.println(message);
            }

            @Override
            public void log(byte[] message) {
                log(new String(message, StandardCharsets.UTF_8));
            }
        };
    }
}
