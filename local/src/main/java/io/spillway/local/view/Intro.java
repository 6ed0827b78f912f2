package io.spillway.local.view;

import java.util.List;

/** What a run says of itself when everything has started. */
final class Intro {

    private Intro() {}

    static List<String> lines(RunInfo info, Style style) {
        var s3 = info.endpoints().get("AWS_ENDPOINT_URL_S3");
        return List.of(
                style.bold("Spillway")
                        + ": pipeline "
                        + style.bold(style.safe(info.pipeline()))
                        + " runs on this machine.",
                "  drop files into  " + style.safe(Amounts.path(info.folder())),
                "  or upload to     s3://"
                        + style.safe(info.dropBucket())
                        + (s3 == null ? "" : " at " + s3),
                "  outputs go to    s3://" + style.safe(info.outputBucket()),
                "");
    }
}
