package io.spillway.local.run;

import io.spillway.local.batch.ContainerRuntime;
import java.net.URI;
import java.util.Map;

/** What runs the jobs of a pipeline on this machine. */
interface JobRuntime extends ContainerRuntime, AutoCloseable {

    /** Tells where the services are. Jobs that went on from an earlier run wait for it. */
    void pointTo(Map<String, URI> endpoints);

    /** Leaves nothing of this run behind. */
    @Override
    void close();
}
