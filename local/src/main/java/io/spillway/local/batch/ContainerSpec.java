package io.spillway.local.batch;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What one attempt of a job runs.
 *
 * @param attempt the job's id, a hyphen and the attempt's number from 1
 * @param name unique to the container: the attempt's, and the container's own if there are more
 * @param command what follows the image's entry point; may be empty
 * @param environment all variables of the job, Batch's own among them
 * @param size vCPUs and memory it asked for
 * @param surroundings its user, root and volumes
 * @param directory an empty directory of its own, removed when the attempt is over
 * @param log where its standard output and standard error go, in the order they are written
 */
public record ContainerSpec(
        String attempt,
        String name,
        String image,
        List<String> command,
        Map<String, String> environment,
        FargateSize size,
        Surroundings surroundings,
        Path directory,
        Path log) {

    public ContainerSpec {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }
}
