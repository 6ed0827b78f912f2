package io.spillway.aws;

import java.util.ServiceLoader;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpService;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;

/**
 * How Spillway's programs make clients: one HTTP client for all, of the library that is on the
 * class path, and standard retries. Region, credentials and endpoints come from where the SDK
 * always looks, so that any emulator can stand in by {@code AWS_ENDPOINT_URL_S3} and its like.
 */
public final class AwsClients {

    private static final SdkHttpClient HTTP = httpClientOnClassPath();

    /** Source: AWS SDKs Reference Guide, "Retry behavior": the standard mode's. */
    private static final int ATTEMPTS = 3;

    private AwsClients() {}

    /** Found as the SDK itself finds it, made once. */
    private static SdkHttpClient httpClientOnClassPath() {
        return ServiceLoader.load(SdkHttpService.class, AwsClients.class.getClassLoader())
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "Cannot reach AWS: no HTTP client of the SDK is on the class path. Put url-connection-client or aws-crt-client there."))
                .createHttpClientBuilder()
                .build();
    }

    /** A client of any service. */
    public static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C of(
            B builder) {
        return of(builder, ATTEMPTS);
    }

    /**
     * A client for requests of which a second one has a second effect. It repeats only what was
     * throttled, and so not taken; a lost answer is the caller's to look into.
     */
    public static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C>
            C ofUnrepeatable(B builder) {
        var retries =
                DefaultRetryStrategy.standardStrategyBuilder()
                        .useClientDefaults(false)
                        .maxAttempts(ATTEMPTS)
                        .retryOnException(AwsClients::isThrottled)
                        .treatAsThrottling(AwsClients::isThrottled)
                        .build();
        return of(builder, retries);
    }

    private static boolean isThrottled(Throwable failure) {
        return failure instanceof SdkServiceException answer && answer.isThrottlingException();
    }

    /**
     * @param attempts at each request, the first included
     */
    public static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C of(
            B builder, int attempts) {
        var retries =
                AwsRetryStrategy.standardRetryStrategy().toBuilder().maxAttempts(attempts).build();
        return of(builder, retries);
    }

    private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C of(
            B builder, RetryStrategy retries) {
        return builder.httpClient(HTTP)
                .overrideConfiguration(configuration -> configuration.retryStrategy(retries))
                .build();
    }
}
