package io.spillway.local.sqs;

/** How many messages a queue holds; exact, where AWS's figures are approximate. */
public record QueueDepth(int visible, int inFlight, int delayed) {

    public boolean isEmpty() {
        return visible + inFlight + delayed == 0;
    }
}
