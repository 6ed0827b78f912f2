package io.spillway.local.s3;

/** Whether a bucket keeps what is overwritten or deleted. Once enabled it can only be suspended. */
enum Versioning {
    OFF(""),
    ENABLED("Enabled"),
    SUSPENDED("Suspended");

    private final String status;

    Versioning(String status) {
        this.status = status;
    }

    /** As S3 spells it; empty while it was never enabled. */
    String status() {
        return status;
    }
}
