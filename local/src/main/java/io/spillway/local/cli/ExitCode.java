package io.spillway.local.cli;

/** What the command line's exit status tells. docs/cli.md has the same table. */
final class ExitCode {

    /** Done; of a run: every upload was accounted for. */
    static final int DONE = 0;

    /** Not done, or not all of it. */
    static final int FAILED = 1;

    /** The command line was wrong; nothing was done. */
    static final int USAGE = 2;

    /** A bug in Spillway. Source: {@code sysexits.h}, EX_SOFTWARE. */
    static final int BUG = 70;

    /** The time given was over before what was waited for. Source: GNU Coreutils, timeout. */
    static final int TIMED_OUT = 124;

    /** Ctrl-C before the command was done. Source: POSIX shells, 128 + SIGINT. */
    static final int INTERRUPTED = 130;

    private ExitCode() {}
}
