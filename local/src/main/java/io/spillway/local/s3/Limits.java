package io.spillway.local.s3;

/** S3's limits. Source: Amazon S3 User Guide, "Multipart upload limits", "Object key names". */
final class Limits {

    /** Longest key, in bytes of UTF-8. */
    static final int KEY_BYTES = 1_024;

    /** Most user metadata of one object, names and values together, in bytes. */
    static final int METADATA_BYTES = 2_048;

    /** Most tags of one object. */
    static final int OBJECT_TAGS = 10;

    /** Most tags of one bucket. */
    static final int BUCKET_TAGS = 50;

    /** Least size of every part but the last, in bytes. */
    static final long PART_BYTES = 5L << 20;

    /** Highest part number. */
    static final int PARTS = 10_000;

    /** Most bytes of one PUT, one part, one copy. */
    static final long PUT_BYTES = 5L << 30;

    /** Most objects in one DeleteObjects, most entries on one page of a listing. */
    static final int PAGE = 1_000;

    /** Longest XML document that is read, in bytes. Ours: 10,000 parts with two checksums fit. */
    static final int XML_BYTES = 8 << 20;

    private Limits() {}
}
