package dev.fennel.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartUpTest {
    @ParameterizedTest
    @ValueSource(classes = {FennelStart.Jvm.class, FennelStart.Counts.class})
    @Timeout(60)
    void aProgramRunsInItsOwnJvm(Class<?> program) throws Exception {
        assertThat(StartUp.nanosInOwnJvm(program.getName())).isPositive();
    }

    @Test
    @Timeout(60)
    void aProgramThatFailsHasNoTime() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> StartUp.nanosInOwnJvm("no.such.Program"))
                .withMessage("no.such.Program failed with status 1");
    }
}
