package io.spillway.local.batch;

import io.spillway.pipeline.json.JsonObject;
import java.util.List;

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

    List<ContainerDefinition> containers() {
        return ContainerDefinition.allOf(detail, "containerProperties");
    }

    /** Whether it is in the form {@code ecsProperties}. */
    boolean isTask() {
        return containers().getFirst().inTask();
    }
}
