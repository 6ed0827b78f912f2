package io.spillway.local.kill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Finds processes by the session they belong to, which they keep when their parent dies. */
final class Sessions {

    /** The session's place behind the program's name. Source: Linux proc_pid_stat(5). */
    private static final int SESSION_AFTER_NAME = 3;

    private Sessions() {}

    /** The processes of these sessions that are running. */
    static List<ProcessHandle> processes(Set<Long> sessions) {
        return ProcessHandle.allProcesses()
                .filter(process -> isOf(process, sessions))
                .filter(ProcessHandle::isAlive)
                .toList();
    }

    private static boolean isOf(ProcessHandle process, Set<Long> sessions) {
        try {
            var stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            var afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return !afterName[0].equals("Z")
                    && sessions.contains(Long.parseLong(afterName[SESSION_AFTER_NAME]));
        } catch (IOException e) {
            return false; // it has ended since
        }
    }
}
