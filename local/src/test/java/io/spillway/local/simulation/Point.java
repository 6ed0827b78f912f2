package io.spillway.local.simulation;

import java.util.Set;

/**
 * A moment at which a fault can strike: a host's call on a service, a delivery, an acknowledgement.
 *
 * @param number from 1, in the order in which points are reached
 * @param what is called on which object, as its text
 */
record Point(int number, Kind kind, String host, Object what) {

    /** What a point is, and so what can strike there. */
    enum Kind {
        READ(Fault.AT_READS),
        WRITE(Fault.AT_WRITES),
        DELIVERY(Fault.AT_DELIVERIES),
        ACKNOWLEDGEMENT(Fault.AT_ACKNOWLEDGEMENTS);

        private final Set<Fault> faults;

        Kind(Set<Fault> faults) {
            this.faults = faults;
        }

        Set<Fault> faults() {
            return faults;
        }
    }

    @Override
    public String toString() {
        return "%4d  %-18s %s".formatted(number, host, what);
    }
}
