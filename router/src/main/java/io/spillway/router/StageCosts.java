package io.spillway.router;

import io.spillway.pipeline.definition.Phase;
import io.spillway.pipeline.definition.PipelineDefinition;
import io.spillway.pipeline.definition.StageSpec;
import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.learning.Learner;
import io.spillway.pipeline.learning.RateKey;
import io.spillway.pipeline.learning.RateStore;
import io.spillway.pipeline.learning.Rates;
import io.spillway.pipeline.learning.Sample;
import io.spillway.pipeline.routing.Decisions;
import io.spillway.pipeline.routing.FunctionLimits;
import io.spillway.pipeline.routing.InputFacts;
import io.spillway.pipeline.routing.StageCost;
import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.stage.StageProfile;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the stages that this function holds cost to run: as learned from the pipeline's own runs,
 * drawn towards what is built in.
 *
 * <p>Whether a small file fits, or a huge one doesn't, hangs on no rate: for those nothing is
 * asked, and a cold start makes no request for it.
 */
final class StageCosts {

    private final PipelineDefinition definition;
    private final Map<String, StageProfile> profiles;
    private final double vcpu;
    private final Learner learner;

    /**
     * @param profiles of the stages that this function holds, by their names
     * @param vcpu the share of a vCPU that the function's memory buys one thread
     */
    StageCosts(
            PipelineDefinition definition,
            Map<String, StageProfile> profiles,
            double vcpu,
            RateStore store,
            Clock clock) {
        this.definition = definition;
        this.profiles = Map.copyOf(profiles);
        this.vcpu = vcpu;
        this.learner = new Learner(store, this::builtIn, clock);
    }

    private OptionalLong builtIn(RateKey key) {
        var profile = profiles.get(key.stage());
        return profile == null
                ? OptionalLong.empty()
                : OptionalLong.of(profile.bytesPerSecond(key.type()));
    }

    /**
     * Of a phase's stage inside the function; empty for a stage that only a Batch container has.
     */
    Optional<StageCost> of(Phase phase, InputFacts facts, FunctionLimits limits) {
        return profile(phase.stage())
                .map(
                        profile -> {
                            var builtIn = StageCost.builtIn(profile, facts.type());
                            var rates =
                                    Decisions.hangsOnRate(
                                                    phase, facts, builtIn, Rates.FARTHEST, limits)
                                            ? learner.fresh()
                                            : learner.known();
                            return learned(rates, phase, facts.type(), profile);
                        });
    }

    private StageCost learned(Rates rates, Phase phase, ContentType type, StageProfile profile) {
        var key = RateKey.of(phase, type, RateKey.Side.FUNCTION);
        return rates.rate(key, builtIn(key))
                .map(rate -> new StageCost(rate, profile.memory()))
                .orElseGet(() -> StageCost.builtIn(profile, type));
    }

    private Optional<StageProfile> profile(StageSpec spec) {
        return spec.inCatalogue().map(profiles::get);
    }

    /** Learns from how a work item ended. An event that comes twice counts twice. */
    void learn(PhaseEvent event) {
        Sample.of(event, definition, vcpu).ifPresent(learner::add);
    }

    /** Saves what was learned, if there is anything and it is time. */
    void save() {
        learner.save();
    }

    /** Saves what was learned, if there is anything. */
    void saveNow() {
        learner.saveNow();
    }
}
