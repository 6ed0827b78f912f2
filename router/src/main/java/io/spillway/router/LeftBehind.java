package io.spillway.router;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The stages that went on working after their attempts had ended. */
final class LeftBehind {

    private final Set<Thread> stages = ConcurrentHashMap.newKeySet();

    void add(Thread stage) {
        stages.add(stage);
    }

    /** Whether one of them still works. */
    boolean isAnyAtWork() {
        stages.removeIf(stage -> !stage.isAlive());
        return !stages.isEmpty();
    }
}
