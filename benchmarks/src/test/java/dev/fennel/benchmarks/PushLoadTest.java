package dev.fennel.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PushLoadTest {
    /** So many that they take more than a tick of the clock of processor time, which is 10 ms. */
    private static final int PUSHES = 100;

    @ParameterizedTest
    @ValueSource(classes = {FennelOtlp.class, FennelRemoteWrite.class})
    void aPushHasItsTimeAndItsBytes(Class<?> maker) throws Exception {
        PushLoad.Cost cost = PushLoad.inOwnJvm(maker.getName(), false, 1_000, PUSHES);

        assertThat(cost.cpuNanos()).isPositive();
        assertThat(cost.bytes()).isBetween(5_000L, 200_000L);
    }

    @Test
    void gzipMakesItSmaller() throws Exception {
        String maker = FennelOtlp.class.getName();
        long plain = PushLoad.inOwnJvm(maker, false, 1_000, 2).bytes();

        assertThat(PushLoad.inOwnJvm(maker, true, 1_000, 2).bytes()).isLessThan(plain / 3);
    }
}
