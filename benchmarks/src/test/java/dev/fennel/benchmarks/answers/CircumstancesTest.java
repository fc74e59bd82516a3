package dev.fennel.benchmarks.answers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CircumstancesTest {
    @Test
    void theProcessorIsNamedAsLinuxDoes() {
        assertThat(Circumstances.model(
                        List.of("processor\t: 0", "model name\t: A Processor @ 2.10GHz", "", "model name\t: Another")))
                .isEqualTo("A Processor @ 2.10GHz");
        assertThat(Circumstances.model(List.of())).isEqualTo(System.getProperty("os.arch"));
    }

    @Test
    void aLineSaysWhereAndWhenAndHow() throws IOException {
        assertThat(Circumstances.now("quick"))
                .startsWith("A quick run on ")
                .contains(System.getProperty("java.vm.version"))
                .doesNotContain("\n")
                .endsWith(".");
    }
}
