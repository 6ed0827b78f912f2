package io.spillway.local.s3;

import io.spillway.local.fault.Faults;
import io.spillway.local.journal.Journal;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** The stand-in with its journal, started. */
record LocalServer(Path directory, Journal journal, LocalS3 s3) implements AutoCloseable {

    static LocalServer start(Path directory, Faults faults, NotificationSink sink)
            throws IOException {
        var journal = Journal.open(directory);
        var s3 = new LocalS3(directory.resolve("s3"), journal, faults, Clock.systemUTC(), sink);
        journal.replay(Map.of(s3.journalName(), s3));
        s3.start(0);
        return new LocalServer(directory, journal, s3);
    }

    static LocalServer start(Path directory) throws IOException {
        return start(directory, Faults.none(), (_, _) -> {});
    }

    S3Client client() {
        return client(s3.endpoint());
    }

    /** The ordinary client, but for its endpoint. */
    static S3Client client(URI endpoint) {
        return S3Client.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create("test", "test")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    @Override
    public void close() throws IOException {
        s3.close();
        journal.close();
    }
}
