package io.spillway.local.s3;

import io.spillway.local.s3.Listing.Item;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/** ListMultipartUploads and ListParts. */
final class MultipartListings {

    private final S3State state;

    MultipartListings(S3State state) {
        this.state = state;
    }

    S3Response uploads(S3Request request) {
        int most = ListOperations.pageSize(request, "max-uploads");
        var encode = ListOperations.encoding(request);
        synchronized (state) {
            var listing =
                    new Listing<List<Upload>, Upload>(
                            byKey(state.bucket(request.bucket())),
                            Function.identity(),
                            request.text("prefix"),
                            request.text("delimiter"));
            var page =
                    VersionListing.start(request, listing)
                            .map(start -> listing.page(start, past(request), most))
                            .orElse(new Listing.Page<>(List.of(), false));
            return S3Response.xml(200, xml(request, page, most, encode));
        }
    }

    private static TreeMap<String, List<Upload>> byKey(Bucket bucket) {
        var byKey = new TreeMap<String, List<Upload>>(Keys.UTF8_ORDER);
        bucket.uploads().values().stream()
                .map(Bucket.UploadInProgress::upload)
                .sorted(Comparator.comparingLong(Upload::sequence))
                .forEach(
                        upload ->
                                byKey.computeIfAbsent(upload.key(), _ -> new ArrayList<>())
                                        .add(upload));
        return byKey;
    }

    /** All up to the marked upload, which may be gone by now: a marker stands for a time. */
    private Predicate<Upload> past(S3Request request) {
        var marked = state.bucket(request.bucket()).uploads().get(request.text("upload-id-marker"));
        return marked == null
                ? _ -> false
                : upload -> upload.sequence() <= marked.upload().sequence();
    }

    private static Xml xml(
            S3Request request,
            Listing.Page<Upload> page,
            int most,
            Function<String, String> encode) {
        var xml =
                Xml.document("ListMultipartUploadsResult")
                        .add("Bucket", request.bucket())
                        .add("KeyMarker", encode.apply(request.text("key-marker")))
                        .add("UploadIdMarker", request.text("upload-id-marker"))
                        .add("Prefix", encode.apply(request.text("prefix")))
                        .add("Delimiter", ListOperations.nonEmpty(request, "delimiter").map(encode))
                        .add("EncodingType", request.parameter("encoding-type"))
                        .add("MaxUploads", most)
                        .add("IsTruncated", page.truncated());
        if (page.truncated()) {
            switch (page.items().getLast()) {
                case Item.Entry<Upload>(var key, var upload) ->
                        xml.add("NextKeyMarker", encode.apply(key))
                                .add("NextUploadIdMarker", upload.id());
                case Item.CommonPrefix<Upload>(var prefix) ->
                        xml.add("NextKeyMarker", encode.apply(prefix));
            }
        }
        for (var item : page.items()) {
            if (item instanceof Item.Entry<Upload>(var key, var upload)) {
                write(xml, encode.apply(key), upload);
            }
        }
        return ListOperations.commonPrefixes(xml, page, encode);
    }

    private static void write(Xml xml, String key, Upload upload) {
        xml.open("Upload").add("Key", key).add("UploadId", upload.id());
        Owner.addTo(xml, "Initiator");
        Owner.addTo(xml, "Owner")
                .add("StorageClass", "STANDARD")
                .add("Initiated", upload.initiated());
        if (upload.checksumDeclared()) {
            xml.add("ChecksumAlgorithm", upload.algorithm().name())
                    .add("ChecksumType", upload.checksumType().name());
        }
        xml.close("Upload");
    }

    S3Response parts(S3Request request) {
        int most = ListOperations.pageSize(request, "max-parts");
        int after = request.whole("part-number-marker").orElse(0);
        var id = request.text("uploadId");
        synchronized (state) {
            var upload =
                    Optional.ofNullable(state.bucket(request.bucket()).uploads().get(id))
                            .filter(found -> found.upload().key().equals(request.key()))
                            .orElseThrow(() -> S3Error.noSuchUpload(id));
            var following = upload.parts().tailMap(after, false).values();
            var page = following.stream().limit(most).toList();
            var xml =
                    Xml.document("ListPartsResult")
                            .add("Bucket", request.bucket())
                            .add("Key", request.key())
                            .add("UploadId", id)
                            .add("PartNumberMarker", after)
                            .add("MaxParts", most)
                            .add("IsTruncated", following.size() > page.size() && most > 0);
            if (!page.isEmpty()) {
                xml.add("NextPartNumberMarker", page.getLast().number());
            }
            Owner.addTo(xml, "Initiator");
            Owner.addTo(xml, "Owner").add("StorageClass", "STANDARD");
            page.forEach(part -> write(xml, part, upload.upload().checksumDeclared()));
            return S3Response.xml(200, xml);
        }
    }

    private static void write(Xml xml, Part part, boolean withChecksum) {
        xml.open("Part")
                .add("PartNumber", part.number())
                .add("LastModified", part.lastModified())
                .add("ETag", ObjectHeaders.quoted(part.etag()))
                .add("Size", part.size());
        if (withChecksum) {
            xml.add(part.checksum().algorithm().element(), part.checksum().value());
        }
        xml.close("Part");
    }
}
