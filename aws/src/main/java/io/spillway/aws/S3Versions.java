package io.spillway.aws;

import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.store.VersionPage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;

/** Lists the versions of a bucket's objects. */
final class S3Versions {

    private final S3Client s3;

    S3Versions(S3Client s3) {
        this.s3 = s3;
    }

    VersionPage page(String bucket, String prefix, Optional<VersionPage.Marker> after)
            throws IOException {
        try {
            var answer =
                    s3.listObjectVersions(
                            list ->
                                    list.bucket(bucket)
                                            .encodingType(EncodingType.URL)
                                            .prefix(prefix)
                                            .keyMarker(
                                                    after.map(VersionPage.Marker::key).orElse(null))
                                            .versionIdMarker(
                                                    after.map(VersionPage.Marker::versionId)
                                                            .orElse(null)));
            return new VersionPage(
                    answer.versions().stream()
                            .map(
                                    version ->
                                            new VersionPage.Listed(
                                                    new ObjectVersion(
                                                            new ObjectLocation(
                                                                    bucket, version.key()),
                                                            Optional.of(version.versionId())
                                                                    .filter(
                                                                            id ->
                                                                                    !id.equals(
                                                                                            "null")),
                                                            version.eTag().replace("\"", ""),
                                                            version.size()),
                                                    version.lastModified()))
                            .toList(),
                    next(answer));
        } catch (SdkException | UncheckedIOException e) {
            throw S3Errors.of("Listing the versions of s3://" + bucket + "/" + prefix, e);
        }
    }

    private static Optional<VersionPage.Marker> next(ListObjectVersionsResponse answer) {
        return answer.isTruncated()
                ? Optional.of(
                        new VersionPage.Marker(
                                answer.nextKeyMarker(), answer.nextVersionIdMarker()))
                : Optional.empty();
    }
}
