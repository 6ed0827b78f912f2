package io.spillway.local.batch;

import io.spillway.pipeline.json.JsonObject;

/** One revision of a job definition, as AWS's {@code JobDefinition}. */
record JobDefinition(JsonObject detail) {

    String name() {
        return detail.requireText("jobDefinitionName");
    }

    long revision() {
        return detail.requireWhole("revision");
    }

    String arn() {
        return detail.requireText("jobDefinitionArn");
    }

    boolean isActive() {
        return detail.requireText("status").equals("ACTIVE");
    }

    ContainerDefinition container() {
        return ContainerDefinition.of(detail, "containerProperties");
    }
}
