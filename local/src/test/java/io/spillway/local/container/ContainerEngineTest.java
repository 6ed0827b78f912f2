package io.spillway.local.container;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ContainerEngineTest {

    @Test
    void saysWhyNoEngineAnswers() {
        assertThatThrownBy(
                        () ->
                                ContainerEngine.find(
                                        Map.of(ContainerEngine.VARIABLE, "/no/such/engine")))
                .isInstanceOf(NoContainerEngine.class)
                .hasMessageContaining("Cannot run jobs in containers: no container engine answers")
                .hasMessageContaining("/no/such/engine")
                .hasMessageContaining("Install and start docker or podman");
    }

    @Test
    void refusesAnEngineThatDoesNotAnswer() {
        assertThatThrownBy(
                        () -> ContainerEngine.find(Map.of(ContainerEngine.VARIABLE, "/bin/false")))
                .isInstanceOf(NoContainerEngine.class)
                .hasMessageContaining("/bin/false: it said nothing");
    }
}
