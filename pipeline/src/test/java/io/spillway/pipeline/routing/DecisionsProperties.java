package io.spillway.pipeline.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.definition.BatchNeeds;
import io.spillway.pipeline.definition.ByteSize;
import io.spillway.pipeline.definition.Durations;
import io.spillway.pipeline.definition.InlineLimits;
import io.spillway.pipeline.definition.KeyPattern;
import io.spillway.pipeline.definition.Match;
import io.spillway.pipeline.definition.Phase;
import io.spillway.pipeline.definition.StageSpec;
import io.spillway.pipeline.definition.Trigger;
import io.spillway.pipeline.detect.Unpacked;
import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.synthetic.HostileKeys;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Whatever the facts, there is one route, and it is a reasonable one. */
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class DecisionsProperties {

    private static final long LARGEST_OBJECT = 5L << 40;

    /** All that a route depends on beside the object. */
    record Setting(Phase phase, Optional<StageCost> profile, FunctionLimits function) {

        Route route(ObjectVersion object, Unpacked unpacked) {
            var facts = new InputFacts(ContentType.CSV, Optional.empty(), unpacked);
            return Decisions.route(phase, object, facts, profile, function);
        }

        Route route(Unpacked unpacked) {
            return route(object("in/a.csv", 1), unpacked);
        }
    }

    private static ObjectVersion object(String key, long size) {
        return new ObjectVersion(new ObjectLocation("drop", key), Optional.empty(), "e", size);
    }

    @Property
    void givesOneRouteToEverythingAndTheSameEachTime(
            @ForAll("settings") Setting setting,
            @ForAll("keys") String key,
            @ForAll @LongRange(max = LARGEST_OBJECT) long size,
            @ForAll("unpackeds") Unpacked unpacked) {
        var route = setting.route(object(key, size), unpacked);

        assertThat(route.reason()).endsWith(".").hasSizeGreaterThan(20);
        assertThat(route.word()).isIn("inline", "batch", "rejected");
        assertThat(setting.route(object(key, size), unpacked)).isEqualTo(route);
    }

    @Property
    void neverGoesBackToInlineAsAnObjectGrows(
            @ForAll("settings") Setting setting,
            @ForAll("sizes") long one,
            @ForAll("sizes") long other) {
        var smaller = setting.route(new Unpacked.Plain(Math.min(one, other)));
        var larger = setting.route(new Unpacked.Plain(Math.max(one, other)));

        if (!(smaller instanceof Route.Inline)) {
            assertThat(larger).hasSameClassAs(smaller);
        }
    }

    @Property
    void runsNothingInlineThatMayExceedALimit(
            @ForAll("settings") Setting setting, @ForAll("unpackeds") Unpacked unpacked) {
        if (setting.route(unpacked) instanceof Route.Inline) {
            var limits = setting.phase().inline().orElseThrow();
            var prediction =
                    Prediction.of(unpacked, setting.profile().orElseThrow(), setting.function());

            assertThat(unpacked).isNotInstanceOfAny(Unpacked.AtLeast.class, Unpacked.Broken.class);
            assertThat(prediction.bytes()).isLessThanOrEqualTo(limits.upTo().bytes());
            assertThat(prediction.time())
                    .isLessThanOrEqualTo(limits.within())
                    .isLessThanOrEqualTo(setting.function().time());
            assertThat(prediction.memory()).isLessThanOrEqualTo(setting.function().memory());
        }
    }

    @Property
    void sendsToBatchOnlyWhatMayGoThereAndRejectsOnlyWhatCanGoNowhere(
            @ForAll("settings") Setting setting, @ForAll("unpackeds") Unpacked unpacked) {
        var broken = unpacked instanceof Unpacked.Broken;
        switch (setting.route(unpacked)) {
            case Route.Batch _ -> assertThat(broken).isFalse();
            case Route.Rejected _ ->
                    assertThat(broken || setting.phase().batch().isEmpty()).isTrue();
            case Route.Inline _ -> assertThat(setting.phase().inline()).isPresent();
            case Route.Ignored(var reason) -> throw new AssertionError(reason);
        }
    }

    @Property
    void namesItsNumbers(@ForAll("settings") Setting setting, @ForAll("sizes") long bytes) {
        if (setting.phase().inline().isEmpty() || setting.profile().isEmpty()) {
            return;
        }
        var limits = setting.phase().inline().get();
        var reason = setting.route(new Unpacked.Plain(bytes)).reason();

        if (bytes > limits.upTo().bytes()) {
            assertThat(reason)
                    .containsIgnoringCase(new ByteSize(bytes).toString())
                    .contains(limits.upTo().toString());
        } else if (setting.route(new Unpacked.Plain(bytes)) instanceof Route.Inline) {
            var prediction =
                    Prediction.of(
                            new Unpacked.Plain(bytes), setting.profile().get(), setting.function());
            assertThat(reason)
                    .contains(new ByteSize(bytes).toString())
                    .contains(limits.upTo().toString())
                    .contains(Durations.format(prediction.time()));
        } else {
            assertThat(reason).containsPattern("\\d");
        }
    }

    @Property
    void namesTheObjectItRejects(
            @ForAll("settings") Setting setting,
            @ForAll("keys") String key,
            @ForAll("unpackeds") Unpacked unpacked) {
        var object = object(key, 1);
        if (setting.route(object, unpacked) instanceof Route.Rejected(var reason)) {
            assertThat(reason).contains(object.location().toString());
        }
    }

    @Property
    void asksNoPhaseMoreOrLessForTheOrderOfPhases(
            @ForAll("phaseLists") List<Phase> phases,
            @ForAll("keys") String key,
            @ForAll("contentTypes") ContentType type,
            @ForAll("claims") Optional<ContentType> claimed,
            @ForAll @LongRange(max = 3) long size,
            @ForAll Random random) {
        var shuffled = new ArrayList<>(phases);
        Collections.shuffle(shuffled, random);

        assertThat(answer(key, size, type, claimed, shuffled))
                .isEqualTo(answer(key, size, type, claimed, phases));
    }

    /** The phases that take it, or the word of the route that is settled without any. */
    private static Set<String> answer(
            String key,
            long size,
            ContentType type,
            Optional<ContentType> claimed,
            List<Phase> phases) {
        var object = object(key, size);
        switch (Decisions.byKey(object, key, phases)) {
            case Decisions.ByKey.Settled(var route) -> {
                assertThat(route).isInstanceOfAny(Route.Ignored.class, Route.Rejected.class);
                return Set.of(route.word());
            }
            case Decisions.ByKey.Wanted(var wanted) -> {
                assertThat(wanted).isNotEmpty().allMatch(phase -> phase.match().wantsKey(key));
                return byContent(object, new InputFacts(type, claimed, plain(size)), wanted);
            }
        }
    }

    private static Set<String> byContent(
            ObjectVersion object, InputFacts facts, List<Phase> wanted) {
        return switch (Decisions.byContent(object, facts, wanted)) {
            case Decisions.ByContent.Settled(var route) -> Set.of(route.word());
            case Decisions.ByContent.Wanted(var takers) ->
                    Set.copyOf(takers.stream().map(Phase::name).toList());
        };
    }

    private static Unpacked plain(long size) {
        return new Unpacked.Plain(size);
    }

    @Provide
    Arbitrary<String> keys() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 1024),
                        Arbitraries.randomValue(random -> random.nextLong()),
                        Arbitraries.of("", "in/", "out/"),
                        Arbitraries.of("", ".csv", "/"))
                .as(
                        (length, seed, start, end) ->
                                start + HostileKeys.of(length, new Random(seed)::nextInt) + end);
    }

    /** Small ones as often as large ones; up to 4 TiB. */
    @Provide
    Arbitrary<Long> sizes() {
        return Combinators.combine(
                        Arbitraries.integers().between(-1, 41), Arbitraries.doubles().between(1, 2))
                .as((power, factor) -> power < 0 ? 0 : (long) ((1L << power) * factor));
    }

    @Provide
    Arbitrary<Unpacked> unpackeds() {
        return Arbitraries.oneOf(
                sizes().map(Unpacked.Plain::new),
                sizes().map(bytes -> new Unpacked.Exact(bytes, 2, "as its directory says")),
                sizes().map(bytes -> new Unpacked.AtLeast(bytes, "as its first frame says")),
                Arbitraries.longs()
                        .greaterOrEqual(0)
                        .map(bytes -> new Unpacked.Estimated(bytes, "as its ratio says")),
                Arbitraries.of(new Unpacked.Broken("its trailer is missing. Upload it again.")));
    }

    @Provide
    Arbitrary<Setting> settings() {
        var profiles =
                Combinators.combine(
                                Arbitraries.longs().between(1, 1L << 40),
                                Arbitraries.longs().between(0, 8L << 30))
                        .as((rate, memory) -> new StageCost(Rate.builtIn(rate), memory));
        var functions =
                Combinators.combine(
                                Arbitraries.longs().between(128L << 20, 10_240L << 20),
                                Arbitraries.integers().between(-5_000, 900_000))
                        .as(
                                (memory, millis) ->
                                        new FunctionLimits(memory, Duration.ofMillis(millis)));
        return Combinators.combine(phases(), profiles.optional(0.9), functions).as(Setting::new);
    }

    @Provide
    Arbitrary<List<Phase>> phaseLists() {
        return phases().list().ofMinSize(1).ofMaxSize(12).uniqueElements(Phase::name);
    }

    private Arbitrary<Phase> phases() {
        var inline =
                Combinators.combine(sizes(), Arbitraries.integers().between(1, 900_000))
                        .as(
                                (upTo, millis) ->
                                        new InlineLimits(
                                                new ByteSize(upTo), Duration.ofMillis(millis)));
        var matches =
                Combinators.combine(
                                Arbitraries.of("**", "in/**", "*.csv", "out/*", "?")
                                        .map(KeyPattern::new)
                                        .list()
                                        .ofMaxSize(3),
                                Arbitraries.of(ContentType.class).set().ofMaxSize(4))
                        .as(Match::new);
        return Combinators.combine(
                        Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(8),
                        matches,
                        inline.optional(0.8),
                        Arbitraries.of(true, false))
                .as(
                        (name, match, limits, batch) ->
                                new Phase(
                                        name,
                                        List.of(new Trigger.Upload()),
                                        match,
                                        new StageSpec.Named("convert", Map.of()),
                                        limits,
                                        batch || limits.isEmpty()
                                                ? Optional.of(BatchNeeds.DEFAULT)
                                                : Optional.empty(),
                                        name + "/"));
    }

    @Provide
    Arbitrary<ContentType> contentTypes() {
        return Arbitraries.of(ContentType.class);
    }

    @Provide
    Arbitrary<Optional<ContentType>> claims() {
        return contentTypes().optional();
    }
}
