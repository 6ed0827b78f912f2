package io.spillway.monitoring.aws;

import io.spillway.aws.AwsClients;
import io.spillway.aws.Lazy;
import io.spillway.aws.S3ObjectStore;
import io.spillway.pipeline.store.ObjectStore;
import java.io.IOException;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sns.SnsClient;

/**
 * What the functions reach AWS with. The client of a service is made at the first request to it.
 */
public final class AwsParts {

    private final Supplier<S3Client> s3 = new Lazy<>(() -> AwsClients.of(S3Client.builder()));
    private final Supplier<SnsClient> sns = new Lazy<>(() -> AwsClients.of(SnsClient.builder()));
    private final Supplier<SecretsManagerClient> secrets =
            new Lazy<>(() -> AwsClients.of(SecretsManagerClient.builder()));

    public ObjectStore store() {
        return new S3ObjectStore(s3.get());
    }

    /** Publishes on a topic to which people are subscribed. */
    public void publish(String topicArn, String subject, String text) throws IOException {
        try {
            sns.get().publish(publish -> publish.topicArn(topicArn).subject(subject).message(text));
        } catch (SdkException e) {
            throw new IOException(
                    "Publishing to %s failed: %s".formatted(topicArn, e.getMessage()), e);
        }
    }

    /** The text of a secret. */
    public String secret(String id) throws IOException {
        try {
            return secrets.get().getSecretValue(get -> get.secretId(id)).secretString();
        } catch (SdkException e) {
            throw new IOException(
                    "Cannot read the secret %s: %s. Create it, and let the function's role read it."
                            .formatted(id, e.getMessage()),
                    e);
        }
    }
}
