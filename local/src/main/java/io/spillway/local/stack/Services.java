package io.spillway.local.stack;

import io.spillway.aws.AwsClients;
import io.spillway.local.deploy.Clients;
import io.spillway.pipeline.json.Json;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Clients of the services in which a deployed pipeline's parts are. */
public record Services(S3Client s3, SqsClient sqs, SnsClient sns) implements AutoCloseable {

    /**
     * In the state directory of a run that is going on: its services by the names of their SDK
     * variables.
     */
    private static final String ENDPOINTS = "endpoints.json";

    /** Far more than a connection within this machine takes. */
    private static final int CONNECT_MILLIS = 1_000;

    /**
     * Those of a run that is going on; empty if none is.
     *
     * @param state directory that it would keep its state in
     * @throws IOException if what a run left there can't be read
     */
    public static Optional<Services> ofRun(Path state) throws IOException {
        var file = state.resolve(ENDPOINTS);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        var endpoints = new Endpoints(file);
        return isListening(endpoints.of("SQS"))
                ? Optional.of(
                        new Services(
                                standIn(S3Client.builder(), endpoints.of("S3")),
                                standIn(SqsClient.builder(), endpoints.of("SQS")),
                                standIn(SnsClient.builder(), endpoints.of("SNS"))))
                : Optional.empty();
    }

    private static boolean isListening(URI endpoint) {
        try (var socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(endpoint.getHost(), endpoint.getPort()), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** What a run says of its services. */
    private record Endpoints(Path file) {
        URI of(String service) throws IOException {
            try {
                return URI.create(
                        Json.readObject(Files.readAllBytes(file))
                                .requireText("AWS_ENDPOINT_URL_" + service));
            } catch (IllegalArgumentException e) {
                throw new IOException(
                        "Cannot read %s: %s Start the run again.".formatted(file, e.getMessage()),
                        e);
            }
        }
    }

    /** The stand-ins take any account: one is named here so that no real one is asked for. */
    private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C standIn(
            B builder, URI endpoint) {
        var account = Clients.ACCOUNT;
        return AwsClients.of(
                builder.endpointOverride(endpoint)
                        .region(Region.of(account.get("AWS_REGION")))
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create(
                                                account.get("AWS_ACCESS_KEY_ID"),
                                                account.get("AWS_SECRET_ACCESS_KEY")))),
                Clients.ATTEMPTS);
    }

    /** Whether the environment says where services are that stand in for AWS. */
    public static boolean areNamedIn(Map<String, String> environment) {
        return environment.keySet().stream().anyMatch(name -> name.startsWith("AWS_ENDPOINT_URL"));
    }

    /**
     * Those that the SDK finds by itself: endpoints, credentials and region from the environment.
     *
     * @param region instead of the environment's
     * @throws IOException if the SDK finds no region
     */
    public static Services ofEnvironment(Optional<String> region) throws IOException {
        var where = region.map(Region::of);
        try {
            return new Services(
                    AwsClients.of(in(where, S3Client.builder()), Clients.ATTEMPTS),
                    AwsClients.of(in(where, SqsClient.builder()), Clients.ATTEMPTS),
                    AwsClients.of(in(where, SnsClient.builder()), Clients.ATTEMPTS));
        } catch (SdkClientException e) {
            throw new IOException(
                    "Cannot reach AWS: the SDK says \"%s\". Set AWS_REGION and credentials."
                            .formatted(e.getMessage().replaceFirst("(?s) in the chain.*", "")),
                    e);
        }
    }

    private static <B extends AwsClientBuilder<B, C>, C> B in(Optional<Region> region, B builder) {
        return region.map(builder::region).orElse(builder);
    }

    @Override
    public void close() {
        s3.close();
        sqs.close();
        sns.close();
    }
}
