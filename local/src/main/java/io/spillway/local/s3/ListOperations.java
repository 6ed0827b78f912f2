package io.spillway.local.s3;

import io.spillway.local.s3.Listing.Item;
import io.spillway.local.s3.Listing.Start;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** ListObjectsV2. */
final class ListOperations {

    /** Marks in a continuation token that the page before ended with a key. */
    private static final String AFTER_KEY = "k";

    /** Marks in a continuation token that the page before ended with a common prefix. */
    private static final String AFTER_PREFIX = "p";

    private final S3State state;

    ListOperations(S3State state) {
        this.state = state;
    }

    S3Response objects(S3Request request) {
        if (!request.text("list-type").equals("2")) {
            throw S3Error.notImplemented("list-type=" + request.text("list-type"));
        }
        int most = pageSize(request, "max-keys");
        var encode = encoding(request);
        synchronized (state) {
            var bucket = state.bucket(request.bucket());
            var listing =
                    new Listing<List<Version>, Version.Stored>(
                            bucket.keys(),
                            ListOperations::current,
                            request.text("prefix"),
                            request.text("delimiter"));
            var page =
                    start(request)
                            .map(start -> listing.page(start, _ -> false, most))
                            .orElse(new Listing.Page<>(List.of(), false));
            return S3Response.xml(200, xml(request, page, most, encode));
        }
    }

    private static List<Version.Stored> current(List<Version> versions) {
        return switch (versions.getLast()) {
            case Version.Stored stored -> List.of(stored);
            case Version.DeleteMarker _ -> List.of();
        };
    }

    private static Optional<Start> start(S3Request request) {
        var token = request.parameter("continuation-token");
        if (token.isEmpty()) {
            var after = request.text("start-after");
            return Optional.of(after.isEmpty() ? Start.BEGINNING : Start.after(after));
        }
        var last = decoded(token.get());
        return switch (last.isEmpty() ? "" : last.substring(0, 1)) {
            case AFTER_KEY -> Optional.of(Start.after(last.substring(1)));
            case AFTER_PREFIX -> Start.afterPrefix(last.substring(1));
            default -> throw wrongToken();
        };
    }

    private static String decoded(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw wrongToken();
        }
    }

    private static S3Error wrongToken() {
        return S3Error.invalidArgument("The continuation token provided is incorrect");
    }

    private static String token(Item<Version.Stored> last) {
        var text =
                switch (last) {
                    case Item.Entry<Version.Stored>(var key, var _) -> AFTER_KEY + key;
                    case Item.CommonPrefix<Version.Stored>(var prefix) -> AFTER_PREFIX + prefix;
                };
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Xml xml(
            S3Request request,
            Listing.Page<Version.Stored> page,
            int most,
            Function<String, String> encode) {
        var xml =
                Xml.document("ListBucketResult")
                        .add("Name", request.bucket())
                        .add("Prefix", encode.apply(request.text("prefix")))
                        .add("Delimiter", nonEmpty(request, "delimiter").map(encode))
                        .add("StartAfter", nonEmpty(request, "start-after").map(encode))
                        .add("EncodingType", request.parameter("encoding-type"))
                        .add("ContinuationToken", request.parameter("continuation-token"))
                        .add("KeyCount", page.items().size())
                        .add("MaxKeys", most)
                        .add("IsTruncated", page.truncated());
        if (page.truncated()) {
            xml.add("NextContinuationToken", token(page.items().getLast()));
        }
        var owner = Boolean.parseBoolean(request.text("fetch-owner"));
        for (var item : page.items()) {
            if (item instanceof Item.Entry<Version.Stored>(var key, var object)) {
                xml.open("Contents").add("Key", encode.apply(key));
                describe(object, xml);
                (owner ? Owner.addTo(xml, "Owner") : xml).close("Contents");
            }
        }
        return commonPrefixes(xml, page, encode);
    }

    /** The elements about an object that all listings have. */
    static void describe(Version.Stored object, Xml xml) {
        xml.add("LastModified", object.lastModified())
                .add("ETag", ObjectHeaders.quoted(object.etag()))
                .add("ChecksumAlgorithm", object.checksum().algorithm().name())
                .add("ChecksumType", object.checksum().type().name())
                .add("Size", object.size())
                .add("StorageClass", "STANDARD");
    }

    static <E> Xml commonPrefixes(Xml xml, Listing.Page<E> page, Function<String, String> encode) {
        for (var item : page.items()) {
            if (item instanceof Item.CommonPrefix<E>(var prefix)) {
                xml.open("CommonPrefixes")
                        .add("Prefix", encode.apply(prefix))
                        .close("CommonPrefixes");
            }
        }
        return xml;
    }

    static int pageSize(S3Request request, String parameter) {
        return Math.min(request.whole(parameter).orElse(Limits.PAGE), Limits.PAGE);
    }

    static Optional<String> nonEmpty(S3Request request, String parameter) {
        return request.parameter(parameter).filter(value -> !value.isEmpty());
    }

    static Function<String, String> encoding(S3Request request) {
        return switch (request.text("encoding-type")) {
            case "" -> Function.identity();
            case "url" -> Keys::urlEncode;
            default ->
                    throw S3Error.invalidArgument("Invalid Encoding Method specified in Request");
        };
    }
}
