package io.spillway.local.batch;

import io.spillway.pipeline.json.JsonObject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The containers of one task: each starts when what it depends on has come so far, and all end with
 * the first essential one that ends.
 *
 * <p>To its job it is one container, that whose end is the job's.
 */
final class TaskRun implements RunningContainer {

    private static final Logger LOG = System.getLogger(TaskRun.class.getName());

    /** A container of the task, from before its start until after its end. */
    private static final class Member {
        private final ContainerDefinition definition;
        private final ContainerSpec spec;
        private RunningContainer container;
        private Optional<ContainerExit> exit = Optional.empty();
        private boolean over;

        private Member(ContainerDefinition definition, ContainerSpec spec) {
            this.definition = definition;
            this.spec = spec;
        }

        private boolean hasStarted() {
            return container != null;
        }

        private boolean hasSucceeded() {
            return exit.filter(ended -> ended.exitCode() == 0).isPresent();
        }

        /** As Amazon ECS tells its known status. */
        private String status() {
            if (over) {
                return "STOPPED";
            }
            return hasStarted() ? "RUNNING" : "PENDING";
        }
    }

    private final ContainerRuntime runtime;
    private final Duration stopGrace;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final Member main;

    /** What its containers are ended with; empty as long as it runs. */
    private Optional<Signal> ending = Optional.empty();

    /**
     * @param specs of the containers, in the order of their definitions
     * @param stopGrace of those that have none of their own
     */
    TaskRun(
            ContainerRuntime runtime,
            List<ContainerDefinition> definitions,
            List<ContainerSpec> specs,
            Duration stopGrace) {
        this.runtime = runtime;
        this.stopGrace = stopGrace;
        for (int i = 0; i < definitions.size(); i++) {
            var definition = definitions.get(i);
            members.put(definition.name(), new Member(definition, specs.get(i)));
        }
        this.main = members.get(ContainerDefinition.main(definitions).name());
    }

    /**
     * Starts the container whose end is the job's, and the others when their time comes. Called
     * once, before anything but {@link #metadata}.
     *
     * @throws IOException if that one can't be started
     */
    void start() throws IOException {
        var container = runtime.start(main.spec);
        synchronized (this) {
            main.container = container;
        }
        members.values().stream()
                .filter(member -> member != main)
                .forEach(member -> follow(() -> startAndAwait(member)));
        follow(() -> await(main));
    }

    private interface Step {
        void take() throws InterruptedException;
    }

    private void follow(Step step) {
        Thread.ofVirtual()
                .name("task-" + main.spec.name())
                .start(
                        () -> {
                            try {
                                step.take();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
    }

    private void startAndAwait(Member member) throws InterruptedException {
        if (!mayStart(member)) {
            over(member, Optional.empty());
            return;
        }
        try {
            var container = runtime.start(member.spec);
            synchronized (this) {
                member.container = container;
                notifyAll();
                ending.ifPresent(signal -> signal.to(member));
            }
        } catch (IOException | RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "Container {0} could not be started: {1}",
                    member.spec.name(),
                    e.getMessage());
            over(member, Optional.empty());
            return;
        }
        await(member);
    }

    private void await(Member member) throws InterruptedException {
        over(member, Optional.of(member.container.await()));
    }

    private synchronized void over(Member member, Optional<ContainerExit> exit) {
        member.exit = exit;
        member.over = true;
        if (member.definition.isEssential() && ending.isEmpty()) {
            stopAll(this::stopOne);
        }
        notifyAll();
    }

    /** Waits until it may start; false if it never may. */
    private synchronized boolean mayStart(Member member) throws InterruptedException {
        while (ending.isEmpty()) {
            var open = 0;
            for (var dependency : member.definition.dependsOn()) {
                var other = members.get(dependency.container());
                if (isImpossible(dependency, other)) {
                    return false;
                }
                open += isMet(dependency, other) ? 0 : 1;
            }
            if (open == 0) {
                return true;
            }
            wait();
        }
        return false;
    }

    private static boolean isMet(ContainerDependency dependency, Member other) {
        return switch (dependency.condition()) {
            case START -> other.hasStarted();
            case COMPLETE -> other.over && other.hasStarted();
            case SUCCESS -> other.hasSucceeded();
        };
    }

    private static boolean isImpossible(ContainerDependency dependency, Member other) {
        return other.over && !isMet(dependency, other);
    }

    private interface Signal {
        void to(Member member);
    }

    /** Ends all that run, and those whose start is under way once they do. */
    private void stopAll(Signal signal) {
        ending = Optional.of(signal);
        for (var member : members.values()) {
            if (member.hasStarted() && !member.over) {
                signal.to(member);
            }
        }
        notifyAll();
    }

    private void stopOne(Member member) {
        var grace = member.definition.stopTimeout().orElse(stopGrace);
        follow(() -> member.container.stop(grace));
    }

    @Override
    public long processId() {
        return main.container.processId();
    }

    @Override
    public Optional<Instant> processStartedAt() {
        return main.container.processStartedAt();
    }

    /** Waits for all of them. */
    @Override
    public synchronized ContainerExit await() throws InterruptedException {
        while (!members.values().stream().allMatch(member -> member.over)) {
            wait();
        }
        return main.exit.orElseThrow();
    }

    @Override
    public void stop(Duration grace) throws InterruptedException {
        synchronized (this) {
            stopAll(member -> follow(() -> member.container.stop(grace)));
        }
        await();
    }

    @Override
    public synchronized void kill() {
        stopAll(member -> member.container.kill());
    }

    /** Exit codes of those that ran, but for the one whose end is the job's. */
    synchronized Map<String, Integer> others() {
        var codes = new LinkedHashMap<String, Integer>();
        members.forEach(
                (name, member) -> {
                    if (member != main) {
                        member.exit.ifPresent(exit -> codes.put(name, exit.exitCode()));
                    }
                });
        return codes;
    }

    /**
     * As its containers are told. Source: Amazon ECS Developer Guide, "Amazon ECS task metadata v4
     * JSON response for tasks on Fargate".
     */
    synchronized JsonObject metadata() {
        var containers = new ArrayList<JsonObject>();
        members.forEach(
                (name, member) -> {
                    var container =
                            JsonObject.of()
                                    .put("DockerName", member.spec.name())
                                    .put("Name", name)
                                    .put("Image", member.spec.image())
                                    .put(
                                            "DesiredStatus",
                                            ending.isPresent() ? "STOPPED" : "RUNNING")
                                    .put("KnownStatus", member.status());
                    member.exit.ifPresent(exit -> container.put("ExitCode", exit.exitCode()));
                    containers.add(container.build());
                });
        return JsonObject.of()
                .put("DesiredStatus", ending.isPresent() ? "STOPPED" : "RUNNING")
                .put("KnownStatus", main.status())
                .put("Containers", containers)
                .build();
    }
}
