package io.spillway.local.s3;

import java.io.IOException;
import java.util.Map;

/** GetObjectTagging, PutObjectTagging and DeleteObjectTagging. */
final class ObjectTagging {

    private final S3State state;

    ObjectTagging(S3State state) {
        this.state = state;
    }

    S3Response get(S3Request request) {
        synchronized (state) {
            var bucket = state.bucket(request.bucket());
            var object = ObjectReads.find(bucket, request.key(), request.parameter("versionId"));
            return S3Response.xml(200, Tags.toXml(object.attributes().tags()))
                    .headers(ObjectHeaders.ofVersion(bucket, object.id()));
        }
    }

    S3Response put(S3Request request) throws IOException {
        var xml = XmlElement.read(RequestBody.of(request).bytes(), "Tagging");
        return set(request, Tags.ofXml(xml, Limits.OBJECT_TAGS), 200);
    }

    S3Response delete(S3Request request) {
        return set(request, Map.of(), 204);
    }

    private S3Response set(S3Request request, Map<String, String> tags, int status) {
        synchronized (state) {
            var bucket = state.bucket(request.bucket());
            var object = ObjectReads.find(bucket, request.key(), request.parameter("versionId"));
            state.commit(new Change.VersionTagged(bucket.name(), request.key(), object.id(), tags));
            return S3Response.empty(status).headers(ObjectHeaders.ofVersion(bucket, object.id()));
        }
    }
}
