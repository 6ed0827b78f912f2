package io.spillway.local.deploy;

import io.spillway.aws.AwsClients;
import java.net.URI;
import java.util.Map;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Clients of the services for whoever deploys, drops files and watches. They try a request far more
 * often than programs that are started again when they give up.
 */
public record Clients(S3Client s3, SqsClient sqs, SnsClient sns, BatchClient batch) {

    /** With one request in five going wrong, one in ten million fails for good. */
    public static final int ATTEMPTS = 10;

    /** What an SDK needs beside endpoints; the stand-ins take any. */
    public static final Map<String, String> ACCOUNT =
            Map.of(
                    "AWS_REGION",
                    "us-east-1",
                    "AWS_ACCESS_KEY_ID",
                    "local",
                    "AWS_SECRET_ACCESS_KEY",
                    "local");

    /**
     * Tells every SDK client that this process makes from now on where the services are. The SDK
     * reads the same names as variables in other processes.
     */
    public static void pointTo(Map<String, URI> endpoints) {
        System.setProperty("aws.endpointUrlS3", endpoints.get("AWS_ENDPOINT_URL_S3").toString());
        System.setProperty("aws.endpointUrlSqs", endpoints.get("AWS_ENDPOINT_URL_SQS").toString());
        System.setProperty("aws.endpointUrlSns", endpoints.get("AWS_ENDPOINT_URL_SNS").toString());
        System.setProperty(
                "aws.endpointUrlBatch", endpoints.get("AWS_ENDPOINT_URL_BATCH").toString());
        System.setProperty("aws.region", ACCOUNT.get("AWS_REGION"));
        System.setProperty("aws.accessKeyId", ACCOUNT.get("AWS_ACCESS_KEY_ID"));
        System.setProperty("aws.secretAccessKey", ACCOUNT.get("AWS_SECRET_ACCESS_KEY"));
    }

    public static Clients create() {
        return new Clients(
                patient(S3Client.builder()),
                patient(SqsClient.builder()),
                patient(SnsClient.builder()),
                patient(BatchClient.builder()));
    }

    private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C patient(
            B builder) {
        return AwsClients.of(builder, ATTEMPTS);
    }
}
