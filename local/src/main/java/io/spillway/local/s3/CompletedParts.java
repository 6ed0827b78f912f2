package io.spillway.local.s3;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parts that CompleteMultipartUpload lists, in its order. */
record CompletedParts(List<Listed> parts) {

    /**
     * @param etag without quotes
     * @param checksums that it declares
     */
    record Listed(int number, String etag, Map<ChecksumAlgorithm, String> checksums) {}

    /**
     * @throws S3Error if the document is malformed or lists no part
     */
    static CompletedParts read(byte[] document) {
        var parts =
                XmlElement.read(document, "CompleteMultipartUpload").all("Part").stream()
                        .map(CompletedParts::listed)
                        .toList();
        if (parts.isEmpty()) {
            throw S3Error.malformedXml("it lists no part");
        }
        return new CompletedParts(parts);
    }

    private static Listed listed(XmlElement part) {
        var number = part.require("PartNumber").trim();
        if (!number.matches("[0-9]{1,5}")) {
            throw S3Error.malformedXml("PartNumber is \"%s\"".formatted(number));
        }
        var checksums = new EnumMap<ChecksumAlgorithm, String>(ChecksumAlgorithm.class);
        for (var algorithm : ChecksumAlgorithm.values()) {
            part.value(algorithm.element()).ifPresent(value -> checksums.put(algorithm, value));
        }
        var etag = part.require("ETag").trim().replace("\"", "");
        return new Listed(Integer.parseInt(number), etag, checksums);
    }

    /**
     * The stored parts that are listed.
     *
     * @throws S3Error if one is missing, is another than listed, is out of order, or too small
     */
    List<Part> select(Bucket.UploadInProgress upload) {
        var selected = new ArrayList<Part>();
        int before = 0;
        for (var listed : parts) {
            if (listed.number <= before) {
                throw S3Error.invalidPartOrder(upload.upload().id());
            }
            before = listed.number;
            selected.add(
                    Optional.ofNullable(upload.parts().get(listed.number))
                            .filter(part -> isSame(listed, part))
                            .orElseThrow(
                                    () ->
                                            S3Error.invalidPart(
                                                    upload.upload().id(),
                                                    listed.number,
                                                    listed.etag)));
        }
        for (var part : selected.subList(0, selected.size() - 1)) {
            if (part.size() < Limits.PART_BYTES) {
                throw S3Error.entityTooSmall(
                        part.number(), part.etag(), part.size(), Limits.PART_BYTES);
            }
        }
        return selected;
    }

    private static boolean isSame(Listed listed, Part part) {
        var declared = listed.checksums.get(part.checksum().algorithm());
        return listed.etag.equals(part.etag())
                && (declared == null || declared.equals(part.checksum().value()));
    }
}
