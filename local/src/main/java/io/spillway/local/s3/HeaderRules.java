package io.spillway.local.s3;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Refuses every {@code x-amz-} header that asks for something this stand-in doesn't do: an
 * encryption key, a lock, an access list that was silently dropped would be a false success.
 */
final class HeaderRules {

    private static final Set<String> UNDERSTOOD =
            Set.of(
                    "x-amz-checksum-algorithm",
                    "x-amz-checksum-mode",
                    "x-amz-checksum-type",
                    "x-amz-content-sha256",
                    "x-amz-copy-source",
                    "x-amz-copy-source-if-match",
                    "x-amz-copy-source-if-modified-since",
                    "x-amz-copy-source-if-none-match",
                    "x-amz-copy-source-if-unmodified-since",
                    "x-amz-copy-source-range",
                    "x-amz-date",
                    "x-amz-decoded-content-length",
                    "x-amz-expected-bucket-owner",
                    "x-amz-metadata-directive",
                    "x-amz-mp-object-size",
                    "x-amz-sdk-checksum-algorithm",
                    "x-amz-security-token",
                    "x-amz-skip-destination-validation",
                    "x-amz-source-expected-bucket-owner",
                    "x-amz-tagging",
                    "x-amz-tagging-directive",
                    "x-amz-te",
                    "x-amz-trailer",
                    "x-amz-user-agent");

    /** Headers that ask for what is done anyway. */
    private static final Map<String, String> GRANTED =
            Map.of(
                    "x-amz-acl", "private",
                    "x-amz-object-ownership", "BucketOwnerEnforced",
                    "x-amz-server-side-encryption", "AES256",
                    "x-amz-storage-class", "STANDARD");

    private static final List<String> OWNERS =
            List.of("x-amz-expected-bucket-owner", "x-amz-source-expected-bucket-owner");

    private HeaderRules() {}

    static void check(S3Request request) {
        request.headersFrom("x-amz-").forEach(HeaderRules::check);
        for (var header : OWNERS) {
            request.header(header)
                    .filter(owner -> !owner.equals(Owner.ID))
                    .ifPresent(
                            owner -> {
                                throw S3Error.accountMismatch(owner, Owner.ID);
                            });
        }
    }

    private static void check(String name, String value) {
        if (UNDERSTOOD.contains(name) || name.startsWith("x-amz-meta-")) {
            return;
        }
        if (ChecksumAlgorithm.ofHeader(name).isPresent() || value.equals(GRANTED.get(name))) {
            return;
        }
        throw S3Error.notImplemented("The header %s: %s".formatted(name, value));
    }
}
