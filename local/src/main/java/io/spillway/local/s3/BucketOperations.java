package io.spillway.local.s3;

import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.regex.Pattern;

/** Buckets themselves: made, deleted, listed, and their versioning. */
final class BucketOperations {

    /** Where buckets are that name no place. */
    static final String DEFAULT_REGION = "us-east-1";

    /** Source: Amazon S3 User Guide, "Bucket naming rules". */
    private static final Pattern NAME =
            Pattern.compile(
                    "(?!\\d+\\.\\d+\\.\\d+\\.\\d+$)(?!.*\\.\\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

    private final S3State state;
    private final Clock clock;

    BucketOperations(S3State state, Clock clock) {
        this.state = state;
        this.clock = clock;
    }

    S3Response create(S3Request request) throws IOException {
        if (!NAME.matcher(request.bucket()).matches()) {
            throw S3Error.invalidBucketName(request.bucket());
        }
        var body = request.body().readNBytes(Limits.PAGE);
        var region = body.length == 0 ? DEFAULT_REGION : region(body);
        synchronized (state) {
            if (state.findBucket(request.bucket()).isPresent()) {
                throw S3Error.bucketAlreadyOwnedByYou(request.bucket());
            }
            state.commit(new Change.BucketCreated(request.bucket(), region, clock.instant()));
        }
        return S3Response.empty(200).header("Location", "/" + request.bucket());
    }

    private static String region(byte[] body) {
        var xml = XmlElement.read(body, "CreateBucketConfiguration");
        for (var element : xml.children()) {
            if (!element.name().equals("LocationConstraint")) {
                throw S3Error.notImplemented(element.name());
            }
        }
        return xml.value("LocationConstraint")
                .filter(name -> !name.isEmpty())
                .orElse(DEFAULT_REGION);
    }

    S3Response head(S3Request request) {
        return S3Response.empty(200)
                .header("x-amz-bucket-region", state.bucket(request.bucket()).region());
    }

    S3Response delete(S3Request request) {
        synchronized (state) {
            if (!state.bucket(request.bucket()).isEmpty()) {
                throw S3Error.bucketNotEmpty(request.bucket());
            }
            state.commit(new Change.BucketDeleted(request.bucket()));
        }
        return S3Response.empty(204);
    }

    S3Response list(S3Request request) {
        var xml = Xml.document("ListAllMyBucketsResult");
        Owner.addTo(xml, "Owner").open("Buckets");
        for (var bucket : state.buckets()) {
            xml.open("Bucket")
                    .add("Name", bucket.name())
                    .add("CreationDate", bucket.created())
                    .close("Bucket");
        }
        return S3Response.xml(200, xml.close("Buckets"));
    }

    /** us-east-1 is the place that has no name here. */
    S3Response location(S3Request request) {
        var region = state.bucket(request.bucket()).region();
        var shown = region.equals(DEFAULT_REGION) ? "" : region;
        return S3Response.xml(200, Xml.document("LocationConstraint").text(shown));
    }

    S3Response versioning(S3Request request) {
        synchronized (state) {
            var status = state.bucket(request.bucket()).versioning().status();
            var xml = Xml.document("VersioningConfiguration");
            return S3Response.xml(200, status.isEmpty() ? xml : xml.add("Status", status));
        }
    }

    S3Response setVersioning(S3Request request) throws IOException {
        var xml = XmlElement.read(RequestBody.of(request).bytes(), "VersioningConfiguration");
        if (xml.value("MfaDelete").filter("Enabled"::equals).isPresent()) {
            throw S3Error.notImplemented("MfaDelete");
        }
        var versioning =
                switch (xml.require("Status")) {
                    case "Enabled" -> Versioning.ENABLED;
                    case "Suspended" -> Versioning.SUSPENDED;
                    case String other -> throw S3Error.malformedXml("Status is " + other);
                };
        synchronized (state) {
            state.bucket(request.bucket());
            state.commit(new Change.VersioningChanged(request.bucket(), versioning));
        }
        return S3Response.empty(200);
    }

    S3Response tags(S3Request request) {
        synchronized (state) {
            var tags = state.bucket(request.bucket()).tags();
            if (tags.isEmpty()) {
                throw S3Error.noSuchTagSet(request.bucket());
            }
            return S3Response.xml(200, Tags.toXml(tags));
        }
    }

    S3Response setTags(S3Request request) throws IOException {
        var xml = XmlElement.read(RequestBody.of(request).bytes(), "Tagging");
        return setTags(request, Tags.ofXml(xml, Limits.BUCKET_TAGS), 204);
    }

    S3Response deleteTags(S3Request request) {
        return setTags(request, Map.of(), 204);
    }

    private S3Response setTags(S3Request request, Map<String, String> tags, int status) {
        synchronized (state) {
            state.bucket(request.bucket());
            state.commit(new Change.BucketTagged(request.bucket(), tags));
        }
        return S3Response.empty(status);
    }
}
