package io.spillway.local.cli;

import io.spillway.aws.AwsClients;
import io.spillway.aws.S3ObjectStore;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.store.ObjectStore;
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
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Where S3 is: what the environment says, else where a run of this machine left word of its
 * services.
 */
final class Endpoints {

    /**
     * In the state directory of a run that is going on: the services by the names of their SDK
     * variables.
     */
    static final String FILE = "endpoints.json";

    static final String S3_VARIABLE = "AWS_ENDPOINT_URL_S3";

    /** Far more than a connection within this machine takes. */
    private static final int CONNECT_MILLIS = 1_000;

    private Endpoints() {}

    /**
     * @param file that a run may have left, going on or not
     * @throws CommandFailed if there is no S3 to ask
     */
    static ObjectStore s3(Path file, Map<String, String> environment) throws IOException {
        var isNamed =
                environment.containsKey(S3_VARIABLE) || environment.containsKey("AWS_ENDPOINT_URL");
        var run = isNamed ? Optional.<ObjectStore>empty() : ofRunGoingOn(file);
        return run.orElseGet(() -> new S3ObjectStore(ofEnvironment()));
    }

    /**
     * The S3 of a run that is going on.
     *
     * @param file that it would have left
     */
    static Optional<ObjectStore> ofRunGoingOn(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        var endpoint = endpoint(file);
        return isListening(endpoint)
                ? Optional.of(new S3ObjectStore(ofRun(endpoint)))
                : Optional.empty();
    }

    private static S3Client ofEnvironment() {
        try {
            return AwsClients.of(S3Client.builder());
        } catch (SdkClientException e) {
            throw new CommandFailed(
                    "Cannot reach S3: no ./spillway run of this pipeline is going on, and for Amazon S3 the SDK says \"%s\". Start the run, or set AWS_REGION and credentials."
                            .formatted(e.getMessage().replaceFirst("(?s) in the chain.*", "")));
        }
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

    private static URI endpoint(Path file) throws IOException {
        try {
            return URI.create(Json.readObject(Files.readAllBytes(file)).requireText(S3_VARIABLE));
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(
                    "Cannot read %s: %s Start the run again.".formatted(file, e.getMessage()));
        }
    }

    /** The stand-ins take any account: one is named here so that no real one is asked for. */
    private static S3Client ofRun(URI endpoint) {
        return AwsClients.of(
                S3Client.builder()
                        .endpointOverride(endpoint)
                        .region(Region.US_EAST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create("local", "local"))));
    }
}
