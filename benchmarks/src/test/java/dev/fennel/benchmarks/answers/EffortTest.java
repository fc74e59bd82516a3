package dev.fennel.benchmarks.answers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class EffortTest {
    @Test
    void whatIsRepeatedIsRepeatedAsMuchLessOftenAsLessIsMeasured() {
        assertThat(Effort.FULL.scaled(3_000)).isEqualTo(3_000);
        assertThat(Effort.QUICK.scaled(3_000)).isEqualTo(750);
        assertThat(new Effort(0, 0, 1, Duration.ofMillis(10)).scaled(3_000)).isEqualTo(7);
    }

    @Test
    void everythingIsDoneOnce() {
        assertThat(Effort.QUICK.scaled(1)).isEqualTo(1);
    }
}
