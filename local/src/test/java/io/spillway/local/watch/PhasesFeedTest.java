package io.spillway.local.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.aws.SnsEvents;
import io.spillway.local.batch.ProcessRuntime;
import io.spillway.local.fault.FaultKind;
import io.spillway.local.fault.Faults;
import io.spillway.local.stack.Services;
import io.spillway.local.twin.Twin;
import io.spillway.local.view.Samples;
import io.spillway.pipeline.event.CloudEvent;
import io.spillway.pipeline.event.PhaseEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhasesFeedTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir private Path directory;

    private Twin twin;
    private Services services;
    private String topic;

    @BeforeEach
    void start() throws IOException {
        var nothing = new ProcessRuntime(Map.of(), Map.of());
        var twice = Faults.seeded(1, Map.of(FaultKind.DUPLICATE, 1.0));
        twin = Twin.start(directory, twice, nothing, "job-events");
        services = Services.ofRun(directory).orElseThrow();
        topic = services.sns().createTopic(create -> create.name("p-phases")).topicArn();
    }

    @AfterEach
    void stop() throws IOException {
        services.close();
        twin.close();
    }

    private static Clock at(Instant time) {
        return Clock.fixed(time, ZoneOffset.UTC);
    }

    private PhasesFeed feed(Optional<String> policy, Instant now) throws IOException {
        return PhasesFeed.of(services, topic, policy, at(now));
    }

    private void publish(PhaseEvent... events) throws IOException {
        new SnsEvents(services.sns(), topic).publish(List.of(events));
    }

    private List<String> queues() {
        return services.sqs().listQueues().queueUrls();
    }

    private int subscriptions() {
        return services.sns()
                .listSubscriptionsByTopic(list -> list.topicArn(topic))
                .subscriptions()
                .size();
    }

    private static PhaseEvent routed(String key) {
        return Samples.routed(Samples.item("convert", key, 1), Samples.NOON);
    }

    private static PhaseEvent succeeded(String key) {
        return Samples.succeeded(Samples.item("convert", key, 1), Samples.INLINE, Samples.NOON);
    }

    @Test
    void tellsEachEventOnceThoughEachIsDeliveredTwice() throws Exception {
        try (var feed = feed(Optional.empty(), NOW)) {
            publish(routed("a.csv"), routed("b.csv"), succeeded("a.csv"));

            var told = new ArrayList<CloudEvent>();
            for (var event = feed.next(LONG);
                    event.isPresent();
                    event = feed.next(told.size() < 3 ? LONG : SHORT)) {
                told.add(event.get());
            }

            assertThat(told)
                    .containsExactlyInAnyOrder(
                            routed("a.csv"), routed("b.csv"), succeeded("a.csv"));
        }
    }

    @Test
    void isSentOnlyWhatItsPolicyLetsThrough() throws Exception {
        var policy =
                new WatchFilter(Set.of(), Set.of("succeeded"), Optional.empty()).policy(List.of());
        try (var feed = feed(policy, NOW)) {
            publish(routed("a.csv"), succeeded("b.csv"));

            assertThat(feed.next(LONG)).contains(succeeded("b.csv"));
            assertThat(feed.next(SHORT)).isEmpty();
        }
    }

    @Test
    void passesOverWhatOthersPublish() throws Exception {
        try (var feed = feed(Optional.empty(), NOW)) {
            services.sns().publish(publish -> publish.topicArn(topic).message("hello"));
            services.sns().publish(publish -> publish.topicArn(topic).message("{\"type\":7}"));
            publish(routed("a.csv"));

            assertThat(feed.next(LONG)).contains(routed("a.csv"));
        }
    }

    @Test
    void leavesNothingBehind() throws IOException {
        var feed = feed(Optional.empty(), NOW);
        assertThat(queues()).hasSize(1);
        assertThat(subscriptions()).isEqualTo(1);

        feed.close();
        feed.close();

        assertThat(queues()).isEmpty();
        assertThat(subscriptions()).isZero();
    }

    @Test
    void removesWhatAKilledOneLeftOnceItsLeaseIsOver() throws IOException {
        feed(Optional.empty(), NOW);
        var inUse = NOW.plus(TemporaryQueue.LEASE.minusSeconds(1));
        var leftBehind = NOW.plus(TemporaryQueue.LEASE.plusSeconds(1));

        try (var _ = feed(Optional.empty(), inUse)) {
            assertThat(queues()).hasSize(2);
        }
        try (var _ = feed(Optional.empty(), leftBehind)) {
            assertThat(queues()).hasSize(1);
            assertThat(subscriptions()).isEqualTo(1);
        }
    }

    @Test
    void touchesNoQueueThatOnlyHasSuchAName() throws IOException {
        var named = TemporaryQueue.NAME_PREFIX + "mine";
        services.sqs().createQueue(create -> create.queueName(named));

        feed(Optional.empty(), NOW).close();

        assertThat(queues()).singleElement().asString().endsWith(named);
    }
}
