package io.spillway.local.batch;

import io.spillway.pipeline.json.JsonObject;

/** A compute environment, as AWS's {@code ComputeEnvironmentDetail}. */
record ComputeEnvironment(JsonObject detail) {

    String name() {
        return detail.requireText("computeEnvironmentName");
    }

    /** Whether jobs are placed in it. */
    boolean isEnabled() {
        return detail.requireText("state").equals("ENABLED");
    }

    /** How many thousandths of a vCPU run in it at once. */
    int maxMilliVcpus() {
        return Math.toIntExact(
                1000 * detail.requireObject("computeResources").requireWhole("maxvCpus"));
    }
}
