package io.spillway.local.bench;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import software.amazon.awssdk.core.SdkPlugin;
import software.amazon.awssdk.core.SdkServiceClientConfiguration;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/** Counts the requests that clients send, by service and operation. A retry counts again. */
final class RequestCounts implements ExecutionInterceptor, SdkPlugin {

    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    @Override
    public void configureClient(SdkServiceClientConfiguration.Builder client) {
        client.overrideConfiguration(
                client.overrideConfiguration().toBuilder().addExecutionInterceptor(this).build());
    }

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes call) {
        var name =
                "%s %s"
                        .formatted(
                                call.getAttribute(SdkExecutionAttribute.SERVICE_NAME),
                                call.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
        counts.computeIfAbsent(name, _ -> new LongAdder()).increment();
    }

    void reset() {
        counts.clear();
    }

    /** By name, such as {@code S3 PutObject}. */
    Map<String, Long> counts() {
        var sums = new TreeMap<String, Long>();
        counts.forEach((name, count) -> sums.put(name, count.sum()));
        return sums;
    }
}
