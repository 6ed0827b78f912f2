package io.spillway.local.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TerminalWindowTest {

    /** Surefire's standard output is a pipe. */
    @Test
    void fallsBackWhereStandardOutputIsNoTerminal() {
        assertThat(TerminalWindow.ofStandardOutput().get()).isEqualTo(new TerminalSize(80, 24));
    }
}
