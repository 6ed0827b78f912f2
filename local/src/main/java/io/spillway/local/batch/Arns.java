package io.spillway.local.batch;

/** The Amazon Resource Names of what AWS Batch holds. */
final class Arns {

    static final String REGION = "us-east-1";
    static final String ACCOUNT = "000000000000";

    private static final String PREFIX = "arn:aws:batch:" + REGION + ":" + ACCOUNT + ":";

    private Arns() {}

    static String job(String id) {
        return PREFIX + "job/" + id;
    }

    static String jobQueue(String name) {
        return PREFIX + "job-queue/" + name;
    }

    static String computeEnvironment(String name) {
        return PREFIX + "compute-environment/" + name;
    }

    static String jobDefinition(String name, long revision) {
        return PREFIX + "job-definition/" + name + ":" + revision;
    }

    /** The part behind the kind, for an ARN of this account; a plain name stays as it is. */
    static String nameOf(String nameOrArn) {
        return nameOrArn.startsWith(PREFIX)
                ? nameOrArn.substring(nameOrArn.indexOf('/') + 1)
                : nameOrArn;
    }
}
