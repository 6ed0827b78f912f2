package io.spillway.router;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/**
 * What the function does around a SnapStart snapshot. Before it, the steps of a routing decision
 * are practised, so that the snapshot holds their code loaded, linked and compiled. On both sides
 * of it, the generator of unique names is forgotten. Source: AWS Lambda developer guide, "Improving
 * startup performance with Lambda SnapStart".
 *
 * <p>Credentials, connections and the clock need nothing: the first are asked for as they end, the
 * second are opened again where they broke, the third is never kept.
 */
final class SnapStart implements Resource {

    private static final Logger LOG = System.getLogger(SnapStart.class.getName());

    /** One thing to practise. */
    @FunctionalInterface
    interface Step {
        void run() throws Exception;
    }

    private final List<Step> practice;
    private final WriterNames writers;

    /**
     * @param practice must do no harm, however often it is done; a step that fails keeps nobody
     *     from starting
     */
    SnapStart(List<Step> practice, WriterNames writers) {
        this.practice = List.copyOf(practice);
        this.writers = writers;
    }

    /** Whether Lambda is about to take a snapshot of this process. */
    static boolean isAhead(Map<String, String> environment) {
        return "snap-start".equals(environment.get("AWS_LAMBDA_INITIALIZATION_TYPE"));
    }

    /** Asks Lambda to be told. Whoever calls this keeps this object: Lambda may not. */
    void register() {
        Core.getGlobalContext().register(this);
    }

    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
        for (var step : practice) {
            try {
                step.run();
            } catch (Exception e) {
                // A snapshot without this practice is slower and right.
                LOG.log(Level.INFO, "A practice step before the snapshot failed", e);
            }
        }
        writers.renew();
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) {
        writers.renew();
    }
}
