package io.spillway.local.simulation;

import io.spillway.pipeline.event.CloudEvent;
import io.spillway.pipeline.event.Events;
import io.spillway.pipeline.event.Notice;
import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.job.EndedJob;
import io.spillway.pipeline.job.JobPage;
import io.spillway.pipeline.job.JobRefused;
import io.spillway.pipeline.job.JobRequest;
import io.spillway.pipeline.job.Jobs;
import io.spillway.pipeline.job.ListedJob;
import io.spillway.pipeline.job.ListedStatus;
import io.spillway.pipeline.job.WaitingJob;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.pipeline.store.StoreException;
import io.spillway.router.IntakeQueue;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** All services as one host sees them: every call is a point, and takes a while. */
final class Seams {

    /** A call on a service. */
    @FunctionalInterface
    interface Call<T> {
        T happen() throws IOException;
    }

    private final World world;
    private final Machine machine;

    Seams(World world, Machine machine) {
        this.world = world;
        this.machine = machine;
    }

    <T> T read(String service, Object what, Call<T> call) throws IOException {
        return reach(Point.Kind.READ, service, what, call);
    }

    <T> T write(String service, Object what, Call<T> call) throws IOException {
        return reach(Point.Kind.WRITE, service, what, call);
    }

    private <T> T reach(Point.Kind kind, String service, Object what, Call<T> call)
            throws IOException {
        machine.demandAlive();
        if (machine.isUnharmed()) {
            return call.happen();
        }
        var fault = world.reach(kind, machine.name(), what);
        fault.filter(Fault::hindersCleaningUp).ifPresent(_ -> machine.hinder());
        if (fault.filter(Fault.FREEZE::equals).isPresent()) {
            machine.freeze(world.frozen());
        }
        machine.pass(world.plan().latency());
        if (world.isThrottled(service)) {
            machine.hinder();
            throw failed(service, what, "Slow down");
        }
        return fault.isEmpty() ? call.happen() : struck(fault.get(), service, what, call);
    }

    private <T> T struck(Fault fault, String service, Object what, Call<T> call)
            throws IOException {
        return switch (fault) {
            case CRASH_BEFORE -> throw death();
            case CRASH_AFTER -> {
                call.happen();
                throw death();
            }
            case LOST_ANSWER -> {
                call.happen();
                throw failed(service, what, "Connection reset");
            }
            case ERROR -> throw failed(service, what, "Connection refused");
            case THROTTLE -> {
                world.throttle(service);
                throw failed(service, what, "Slow down");
            }
            case FREEZE -> call.happen();
            case DUPLICATE, DUPLICATE_LATER, DELAY, LOST_ACKNOWLEDGEMENT ->
                    throw new IllegalStateException(fault + " can't strike at a call.");
        };
    }

    private Machine.Died death() {
        machine.die();
        return new Machine.Died(machine.name());
    }

    private static IOException failed(String service, Object what, String why) {
        return new StoreException.Transient("%s %s: %s.".formatted(service, what, why), null);
    }

    ObjectStore store() {
        return new StruckStore(world, machine, this);
    }

    Events events() {
        return published ->
                write(
                        "sns",
                        "publish " + names(published),
                        () -> {
                            world.events().publish(published);
                            return null;
                        });
    }

    private static String names(List<? extends CloudEvent> events) {
        return events.stream().map(Seams::name).collect(Collectors.joining(", "));
    }

    private static String name(CloudEvent event) {
        return switch (event) {
            case PhaseEvent(var _, var _, var item, var _, var _, var happening) ->
                    item.phase() + " " + happening.status();
            case Notice notice -> "notice " + notice.status().word();
        };
    }

    Jobs jobs() {
        return new Jobs() {
            @Override
            public String submit(JobRequest request) throws JobRefused, IOException {
                world.batch().demandAcceptable(request);
                return write(
                        "batch",
                        "submit " + request.name(),
                        () -> world.batch().submit(request, machine));
            }

            @Override
            public Optional<String> findByName(String queue, String jobName) throws IOException {
                return read(
                        "batch", "find " + jobName, () -> world.batch().findByName(queue, jobName));
            }

            @Override
            public List<EndedJob> ended(List<String> jobIds) throws IOException {
                return read("batch", "describe " + jobIds, () -> world.batch().ended(jobIds));
            }

            @Override
            public JobPage list(String queue, ListedStatus status, Optional<String> after)
                    throws IOException {
                return read("batch", "list " + status, () -> world.batch().list(queue, status));
            }

            @Override
            public List<ListedJob> children(String jobId, ListedStatus status) throws IOException {
                return read(
                        "batch",
                        "list " + status + " of " + jobId,
                        () -> world.batch().children(jobId, status));
            }

            @Override
            public List<WaitingJob> waiting(List<String> jobIds) throws IOException {
                return read("batch", "describe " + jobIds, () -> world.batch().waiting(jobIds));
            }
        };
    }

    IntakeQueue intake() {
        return queue(world.intake(), "output");
    }

    IntakeQueue submissions() {
        return queue(world.submissions(), "submission");
    }

    private IntakeQueue queue(SimulatedQueue queue, String what) {
        return new IntakeQueue() {
            @Override
            public void send(List<String> bodies) throws IOException {
                // SendMessageBatch may fail for some and not for others: each is an effect.
                for (int i = 0; i < bodies.size(); i++) {
                    var body = bodies.get(i);
                    var name = "%s %d of %d".formatted(what, i + 1, bodies.size());
                    write(
                            "sqs",
                            "send " + name,
                            () -> {
                                queue.send(name, body);
                                return null;
                            });
                }
            }

            @Override
            public void sendLater(String body, Duration delay) throws IOException {
                write(
                        "sqs",
                        "send " + what + " after " + delay,
                        () -> {
                            queue.sendLater(what, body, delay);
                            return null;
                        });
            }

            @Override
            public void retryAfter(String receiptHandle, Duration delay) throws IOException {
                write(
                        "sqs",
                        "retry " + receiptHandle + " after " + delay,
                        () -> {
                            queue.retryAfter(receiptHandle, delay);
                            return null;
                        });
            }
        };
    }
}
