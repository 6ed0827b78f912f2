package io.spillway.local.s3;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * The body of one request: taken out of {@code aws-chunked} encoding and held against everything
 * its sender declared of it. It can be read once.
 */
final class RequestBody {

    /**
     * What was found in a body.
     *
     * @param etag its MD5 in hexadecimal digits
     */
    record Digest(long size, byte[] md5, Checksum checksum) {

        String etag() {
            return HexFormat.of().formatHex(md5);
        }
    }

    private static final String STREAMING = "STREAMING-";
    private static final int BUFFER_BYTES = 1 << 16;

    private final S3Request request;
    private final boolean chunked;
    private final boolean checksumsAreItsOwn;

    private RequestBody(S3Request request, boolean checksumsAreItsOwn) {
        this.request = request;
        this.checksumsAreItsOwn = checksumsAreItsOwn;
        this.chunked =
                request.header("x-amz-content-sha256")
                        .filter(hash -> hash.startsWith(STREAMING))
                        .isPresent();
    }

    /**
     * @throws S3Error if it has no length, or one that is too large
     */
    static RequestBody of(S3Request request) {
        return checked(new RequestBody(request, true));
    }

    /**
     * The body of a request whose checksum headers are about something else, as those of
     * CompleteMultipartUpload are about the whole object.
     */
    static RequestBody withoutChecksums(S3Request request) {
        return checked(new RequestBody(request, false));
    }

    private static RequestBody checked(RequestBody body) {
        var length = body.declaredLength();
        if (length.isEmpty() && body.request.header("Transfer-Encoding").isEmpty()) {
            throw S3Error.missingContentLength();
        }
        if (length.orElse(0L) > Limits.PUT_BYTES) {
            throw S3Error.entityTooLarge(length.get(), Limits.PUT_BYTES);
        }
        return body;
    }

    private Optional<Long> declaredLength() {
        return request.number(chunked ? "x-amz-decoded-content-length" : "Content-Length");
    }

    /** The additional checksum its sender chose, if any. */
    Optional<ChecksumAlgorithm> declaredAlgorithm() {
        return request.header("x-amz-sdk-checksum-algorithm")
                .or(() -> request.header("x-amz-checksum-algorithm"))
                .map(ChecksumAlgorithm::of)
                .or(() -> request.header("x-amz-trailer").flatMap(ChecksumAlgorithm::ofHeader))
                .or(() -> declaredChecksums().keySet().stream().findFirst());
    }

    /**
     * Copies the payload, and fails if anything declared of it is wrong; what was copied is then to
     * be thrown away.
     *
     * @param algorithm of the checksum in the answer
     * @throws S3Error if the body is incomplete or differs from what was declared
     */
    Digest copyTo(OutputStream out, ChecksumAlgorithm algorithm) throws IOException {
        var raw = request.body();
        var unchunked = new AwsChunkedInputStream(new BufferedInputStream(raw, BUFFER_BYTES));
        var hashers = new Hashers(algorithm);
        long size = copy(chunked ? unchunked : raw, out, hashers);
        checkLength(size);
        var md5 = hashers.md5.value();
        checkMd5(md5);
        hashers.checkSha256();
        var declared = declaredChecksums();
        for (var each : ChecksumAlgorithm.values()) {
            unchunked.trailer(each.header()).ifPresent(value -> declared.put(each, value));
        }
        hashers.checkChecksums(declared);
        return new Digest(size, md5, hashers.checksum(algorithm));
    }

    /**
     * A small body.
     *
     * @throws S3Error if it is larger than {@link Limits#XML_BYTES}, or as {@link #copyTo}
     */
    byte[] bytes() throws IOException {
        var length = declaredLength().orElse((long) Limits.XML_BYTES + 1);
        if (length > Limits.XML_BYTES) {
            throw S3Error.malformedXml("it is longer than %d bytes".formatted(Limits.XML_BYTES));
        }
        var bytes = new ByteArrayOutputStream((int) (long) length);
        copyTo(bytes, declaredAlgorithm().orElse(ChecksumAlgorithm.CRC32));
        return bytes.toByteArray();
    }

    private static long copy(InputStream in, OutputStream out, Hashers hashers) throws IOException {
        var buffer = new byte[BUFFER_BYTES];
        long size = 0;
        for (int count = read(in, buffer); count >= 0; count = read(in, buffer)) {
            hashers.update(buffer, count);
            out.write(buffer, 0, count);
            size += count;
        }
        return size;
    }

    /** A sender that breaks off is a refusal; a disk that fails is not. */
    private static int read(InputStream in, byte[] buffer) {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw S3Error.incompleteBody("the connection broke off");
        }
    }

    private void checkLength(long size) {
        var declared = declaredLength().orElse(size);
        if (declared != size) {
            throw S3Error.incompleteBody(
                    "it holds %d bytes, %d were declared".formatted(size, declared));
        }
        if (size > Limits.PUT_BYTES) {
            throw S3Error.entityTooLarge(size, Limits.PUT_BYTES);
        }
    }

    private void checkMd5(byte[] computed) {
        var declared = request.header("Content-MD5");
        if (declared.isEmpty()) {
            return;
        }
        if (!declared.get().matches("[A-Za-z0-9+/]{22}==")) {
            throw S3Error.invalidDigest(declared.get());
        }
        var encoded = Base64.getEncoder().encodeToString(computed);
        if (!encoded.equals(declared.get())) {
            throw S3Error.badDigest("Content-MD5", declared.get(), encoded);
        }
    }

    private Map<ChecksumAlgorithm, String> declaredChecksums() {
        var declared = new EnumMap<ChecksumAlgorithm, String>(ChecksumAlgorithm.class);
        if (checksumsAreItsOwn) {
            for (var algorithm : ChecksumAlgorithm.values()) {
                request.header(algorithm.header())
                        .ifPresent(value -> declared.put(algorithm, value));
            }
        }
        return declared;
    }

    /** Every checksum that somebody will ask for. */
    private final class Hashers {
        private final Hasher md5 = Hasher.of(ChecksumAlgorithm.digest("MD5"));
        private final Optional<String> declaredSha256 =
                request.header("x-amz-content-sha256").filter(hash -> hash.matches("[0-9a-f]{64}"));
        private final Optional<Hasher> sha256 =
                declaredSha256.map(_ -> Hasher.of(ChecksumAlgorithm.digest("SHA-256")));
        private final Map<ChecksumAlgorithm, Hasher> others =
                new EnumMap<>(ChecksumAlgorithm.class);
        private final Map<ChecksumAlgorithm, Checksum> checksums =
                new EnumMap<>(ChecksumAlgorithm.class);

        Hashers(ChecksumAlgorithm algorithm) {
            others.put(algorithm, algorithm.hasher());
            declaredAlgorithm().ifPresent(each -> others.put(each, each.hasher()));
            declaredChecksums().keySet().forEach(each -> others.put(each, each.hasher()));
        }

        void update(byte[] bytes, int length) {
            md5.update(bytes, 0, length);
            sha256.ifPresent(hasher -> hasher.update(bytes, 0, length));
            others.values().forEach(hasher -> hasher.update(bytes, 0, length));
        }

        void checkSha256() {
            sha256.ifPresent(
                    hasher -> {
                        var computed = HexFormat.of().formatHex(hasher.value());
                        if (!computed.equals(declaredSha256.get())) {
                            throw S3Error.bodyHashMismatch(declaredSha256.get(), computed);
                        }
                    });
        }

        void checkChecksums(Map<ChecksumAlgorithm, String> declared) {
            declared.forEach(
                    (algorithm, value) -> {
                        if (!others.containsKey(algorithm)) {
                            throw S3Error.invalidRequest(
                                    "The trailer %s was not announced in x-amz-trailer."
                                            .formatted(algorithm.header()));
                        }
                        var computed = checksum(algorithm).value();
                        if (!computed.equals(value)) {
                            throw S3Error.badDigest(algorithm.name(), value, computed);
                        }
                    });
        }

        Checksum checksum(ChecksumAlgorithm algorithm) {
            return checksums.computeIfAbsent(
                    algorithm, _ -> Checksum.full(algorithm, others.get(algorithm).value()));
        }
    }
}
