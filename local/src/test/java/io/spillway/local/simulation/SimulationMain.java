package io.spillway.local.simulation;

/** Explores what it is asked to, and prints it. Exits with 1 if a promise wasn't kept. */
public final class SimulationMain {

    private SimulationMain() {}

    public static void main(String[] arguments) {
        SimulationOptions options;
        try {
            options = SimulationOptions.of(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        try (var _ = new Quiet()) {
            if (options.replay().isPresent()) {
                Replay.print(options.replay().get(), System.out);
                return;
            }
            if (new Campaign(options, System.out).run().violated() > 0) {
                System.exit(1);
            }
        }
    }
}
