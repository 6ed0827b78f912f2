package io.spillway.local.batch;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which jobs start now: per queue, first in, first out. A job for which there is no room keeps all
 * behind it waiting.
 *
 * <p>Source: AWS Batch User Guide, "Job scheduling" and "Jobs stuck in RUNNABLE".
 */
final class Placement {

    /** A job that wants room; {@code held} if it must wait whatever room there is. */
    record Waiting(String jobId, int milliVcpus, boolean held) {}

    /**
     * @param environments where its jobs may run, the first to be tried first
     * @param waiting in the order in which they are to start; read only as far as there is room
     */
    record Queue(List<String> environments, Iterator<Waiting> waiting) {}

    /** How many thousandths of a vCPU an environment has, and has left. */
    record Room(int max, int free) {}

    record Start(String jobId, String environment) {}

    /**
     * @param starts in the order in which they are to start
     * @param oversized heads of queues that no environment of theirs can ever hold
     */
    record Decision(List<Start> starts, List<String> oversized) {}

    private final Map<String, Room> rooms;
    private final List<Start> starts = new ArrayList<>();
    private final List<String> oversized = new ArrayList<>();

    private Placement(Map<String, Room> rooms) {
        this.rooms = new LinkedHashMap<>(rooms);
    }

    /**
     * @param queues the one with the highest priority first
     * @param rooms of the environments that take jobs
     */
    static Decision decide(List<Queue> queues, Map<String, Room> rooms) {
        var placement = new Placement(rooms);
        queues.forEach(placement::placeFrom);
        return new Decision(placement.starts, placement.oversized);
    }

    private void placeFrom(Queue queue) {
        while (queue.waiting().hasNext()) {
            var job = queue.waiting().next();
            var environment = environmentFor(job, queue.environments());
            if (environment.isEmpty()) {
                if (isOversized(job, queue.environments())) {
                    oversized.add(job.jobId());
                }
                return;
            }
            starts.add(new Start(job.jobId(), environment.get()));
            rooms.computeIfPresent(
                    environment.get(),
                    (_, room) -> new Room(room.max(), room.free() - job.milliVcpus()));
        }
    }

    private Optional<String> environmentFor(Waiting job, List<String> environments) {
        return environments.stream()
                .filter(name -> rooms.containsKey(name))
                .filter(name -> !job.held() && rooms.get(name).free() >= job.milliVcpus())
                .findFirst();
    }

    private boolean isOversized(Waiting job, List<String> environments) {
        var usable = environments.stream().filter(rooms::containsKey).map(rooms::get).toList();
        return !usable.isEmpty() && usable.stream().allMatch(r -> r.max() < job.milliVcpus());
    }
}
