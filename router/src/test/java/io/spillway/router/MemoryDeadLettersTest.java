package io.spillway.router;

import java.time.Instant;

class MemoryDeadLettersTest extends DeadLetterQueueContract {

    private final MemoryDeadLetters letters = new MemoryDeadLetters();
    private int sent;

    @Override
    protected DeadLetterQueue letters() {
        return letters;
    }

    @Override
    protected void giveUp(String body) {
        letters.giveUp("m" + ++sent, body, Instant.now());
    }

    @Override
    protected long count() {
        return letters.look(Integer.MAX_VALUE).size();
    }
}
