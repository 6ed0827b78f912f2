package io.spillway.local.s3;

import io.spillway.local.s3.Listing.Item;
import io.spillway.local.s3.Listing.Start;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** ListObjectVersions. */
final class VersionListing {

    /** A version, and whether it is current. */
    private record Listed(Version version, boolean latest) {}

    private final S3State state;

    VersionListing(S3State state) {
        this.state = state;
    }

    S3Response versions(S3Request request) {
        int most = ListOperations.pageSize(request, "max-keys");
        var encode = ListOperations.encoding(request);
        var versionMarker = ListOperations.nonEmpty(request, "version-id-marker");
        if (versionMarker.isPresent() && request.text("key-marker").isEmpty()) {
            throw S3Error.invalidArgument(
                    "A version-id marker cannot be specified without a key marker.");
        }
        synchronized (state) {
            var bucket = state.bucket(request.bucket());
            var listing =
                    new Listing<List<Version>, Listed>(
                            bucket.keys(),
                            VersionListing::newestFirst,
                            request.text("prefix"),
                            request.text("delimiter"));
            var page =
                    start(request, listing)
                            .map(start -> listing.page(start, past(versionMarker), most))
                            .orElse(new Listing.Page<>(List.of(), false));
            return S3Response.xml(200, xml(request, page, most, encode));
        }
    }

    private static List<Listed> newestFirst(List<Version> versions) {
        var listed = new ArrayList<Listed>();
        for (var version : versions.reversed()) {
            listed.add(new Listed(version, listed.isEmpty()));
        }
        return listed;
    }

    /** A marker may be a common prefix, which the page before ended with. */
    static <V, E> Optional<Start> start(S3Request request, Listing<V, E> listing) {
        var marker = request.text("key-marker");
        if (marker.isEmpty()) {
            return Optional.of(Start.BEGINNING);
        }
        if (marker.startsWith(request.text("prefix"))
                && listing.commonPrefix(marker).filter(marker::equals).isPresent()) {
            return Start.afterPrefix(marker);
        }
        var within =
                !request.text("version-id-marker").isEmpty()
                        || !request.text("upload-id-marker").isEmpty();
        return Optional.of(new Start(marker, within));
    }

    /** All up to the marked version, which is the last to be dropped. */
    private static Predicate<Listed> past(Optional<String> versionMarker) {
        if (versionMarker.isEmpty()) {
            return _ -> false;
        }
        var state = new boolean[] {true};
        return listed -> {
            var wasPast = state[0];
            if (listed.version.id().equals(versionMarker.get())) {
                state[0] = false;
            }
            return wasPast;
        };
    }

    private static Xml xml(
            S3Request request,
            Listing.Page<Listed> page,
            int most,
            Function<String, String> encode) {
        var xml =
                Xml.document("ListVersionsResult")
                        .add("Name", request.bucket())
                        .add("Prefix", encode.apply(request.text("prefix")))
                        .add("Delimiter", ListOperations.nonEmpty(request, "delimiter").map(encode))
                        .add("KeyMarker", encode.apply(request.text("key-marker")))
                        .add("VersionIdMarker", request.text("version-id-marker"))
                        .add("EncodingType", request.parameter("encoding-type"))
                        .add("MaxKeys", most)
                        .add("IsTruncated", page.truncated());
        if (page.truncated()) {
            switch (page.items().getLast()) {
                case Item.Entry<Listed>(var key, var listed) ->
                        xml.add("NextKeyMarker", encode.apply(key))
                                .add("NextVersionIdMarker", listed.version.id());
                case Item.CommonPrefix<Listed>(var prefix) ->
                        xml.add("NextKeyMarker", encode.apply(prefix));
            }
        }
        for (var item : page.items()) {
            if (item instanceof Item.Entry<Listed>(var key, var listed)) {
                write(xml, encode.apply(key), listed);
            }
        }
        return ListOperations.commonPrefixes(xml, page, encode);
    }

    private static void write(Xml xml, String key, Listed listed) {
        var element =
                switch (listed.version) {
                    case Version.Stored _ -> "Version";
                    case Version.DeleteMarker _ -> "DeleteMarker";
                };
        xml.open(element)
                .add("Key", key)
                .add("VersionId", listed.version.id())
                .add("IsLatest", listed.latest);
        switch (listed.version) {
            case Version.Stored stored -> ListOperations.describe(stored, xml);
            case Version.DeleteMarker marker -> xml.add("LastModified", marker.lastModified());
        }
        Owner.addTo(xml, "Owner").close(element);
    }
}
