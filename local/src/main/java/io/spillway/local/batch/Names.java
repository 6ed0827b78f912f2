package io.spillway.local.batch;

import io.spillway.pipeline.json.JsonObject;

/** The rules for names and tags, which are the same for all that AWS Batch holds. */
final class Names {

    /** Source: AWS Batch API Reference, "TagResource". */
    static final int MAX_TAGS = 50;

    private Names() {}

    /** Checks a name: 1 to 128 letters, digits, hyphens and underscores. */
    static String check(String member, String name) {
        if (!name.matches("[A-Za-z0-9_-]{1,128}")) {
            throw BatchError.client(
                    "%s is \"%s\": must be 1 to 128 letters, digits, hyphens and underscores.",
                    member, shortened(name));
        }
        return name;
    }

    /** Checks the name of a job: {@link #check}, and the first character a letter or digit. */
    static void checkJob(String name) {
        check("jobName", name);
        if (!Character.isLetterOrDigit(name.charAt(0))) {
            throw BatchError.client(
                    "jobName is \"%s\": the first character must be a letter or a digit.", name);
        }
    }

    private static String shortened(String name) {
        return name.length() > 200 ? name.substring(0, 200) + "…" : name;
    }

    /** Checks that there are no more tags than a resource may have. */
    static void checkTags(JsonObject holder) {
        var count = holder.object("tags").map(tags -> tags.members().size()).orElse(0);
        if (count > MAX_TAGS) {
            throw BatchError.client("There are %d tags: at most %d.", count, MAX_TAGS);
        }
    }
}
