package io.spillway.local.kill;

/** What a kill hits. */
enum Target {
    /** The program and all its jobs at once, as when a machine loses its power. */
    TREE,
    /** The program alone: its jobs go on, and find nobody there. */
    PROGRAM,
    /** One process of one job. The program goes on. */
    JOB
}
