package io.spillway.local.simulation;

import io.spillway.pipeline.attempt.Memory;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.router.RouterFunction;
import io.spillway.router.Settings;
import io.spillway.stages.BuiltInStages;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Lambda with the real router: each batch of messages gets an environment of its own, which is
 * killed when its time is over.
 */
final class SimulatedFunction {

    private final World world;
    private int invocations;

    SimulatedFunction(World world) {
        this.world = world;
    }

    void invoke(SimulatedQueue from, List<SimulatedQueue.Delivery> deliveries) {
        var name = "invocation-" + ++invocations;
        var machine = Machine.ofFunction(name, world.scheduler());
        world.scheduler().start(name, () -> run(machine, from, deliveries));
        world.scheduler().after(world.scenario().functionTimeout(), machine::die);
    }

    private void run(
            Machine machine, SimulatedQueue from, List<SimulatedQueue.Delivery> deliveries) {
        try {
            var again = handle(machine, deliveries);
            machine.done();
            deliveries.stream()
                    .filter(delivery -> !again.contains(delivery.messageId()))
                    .forEach(from::acknowledge);
        } catch (Machine.Died e) {
            // All its messages come again.
        } catch (IOException | RuntimeException e) {
            world.surprise("%s threw %s".formatted(machine.name(), e));
        }
    }

    /** The ids of the messages that must come again. */
    private List<String> handle(Machine machine, List<SimulatedQueue.Delivery> deliveries)
            throws IOException {
        var records = deliveries.stream().map(Envelopes::record).toList();
        var out = new ByteArrayOutputStream();
        router(machine)
                .handleRequest(
                        new ByteArrayInputStream(
                                Json.writeBytes(JsonObject.of().put("Records", records).build())),
                        out,
                        new SimulatedContext(machine.name(), world.scenario().functionTimeout()));
        return Json.readObject(out.toByteArray()).objects("batchItemFailures").stream()
                .map(failure -> failure.requireText("itemIdentifier"))
                .collect(Collectors.toList());
    }

    /** Started before anything can strike: what fails there, Lambda does again by itself. */
    private RouterFunction router(Machine machine) throws IOException {
        var seams = world.seams(machine);
        return machine.unharmed(
                () ->
                        new RouterFunction(
                                Settings.of(environment()),
                                new RouterFunction.Seams(
                                        seams.store(),
                                        seams.events(),
                                        seams.jobs(),
                                        seams.intake(),
                                        seams.submissions(),
                                        machine::sleep),
                                BuiltInStages.catalogue(),
                                world.scheduler().clock(),
                                world::nextWriter,
                                new RouterFunction.Process(
                                        World.SCRATCH,
                                        Memory.UNWATCHED,
                                        machine,
                                        Optional.empty())));
    }

    private static Map<String, String> environment() {
        return Map.of(
                "SPILLWAY_DEFINITION",
                World.DEFINITION.toString(),
                "SPILLWAY_OUTPUT_BUCKET",
                World.PLACES.outputBucket(),
                "SPILLWAY_WORK_BUCKET",
                World.PLACES.workBucket(),
                "SPILLWAY_PHASES_TOPIC",
                "phases",
                "SPILLWAY_INTAKE_QUEUE",
                "intake",
                "SPILLWAY_SUBMISSIONS_QUEUE",
                "submissions",
                "SPILLWAY_JOB_QUEUE",
                SimulatedBatch.QUEUE,
                "SPILLWAY_JOB_DEFINITION_PREFIX",
                "p-",
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
                "1769");
    }
}
