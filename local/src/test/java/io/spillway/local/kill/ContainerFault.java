package io.spillway.local.kill;

/** What befalls a job's container. */
enum ContainerFault {
    /** SIGKILL from nowhere. */
    KILL("--kill"),
    /** The kernel kills it, because its memory is full. */
    MEMORY("--memory"),
    /** Its host is wanted back: SIGTERM, and its grace. */
    SPOT("--spot"),
    /** It stands still until its time limit has passed. */
    TIME("--time");

    private final String option;

    ContainerFault(String option) {
        this.option = option;
    }

    /** With which its number is given. */
    String option() {
        return option;
    }
}
