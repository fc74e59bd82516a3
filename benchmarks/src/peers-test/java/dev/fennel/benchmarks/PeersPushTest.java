package dev.fennel.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.benchmarks.peers.MicrometerOtlp;
import dev.fennel.benchmarks.peers.OpenTelemetryOtlp;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The other libraries push all series too. */
class PeersPushTest {
    private static final int SERIES = 1_000;

    @ParameterizedTest
    @ValueSource(classes = {OpenTelemetryOtlp.class, MicrometerOtlp.class})
    void everySeriesIsPushed(Class<?> maker) throws Exception {
        long ours =
                PushLoad.inOwnJvm(FennelOtlp.class.getName(), false, SERIES, 2).bytes();
        long theirs = PushLoad.inOwnJvm(maker.getName(), false, SERIES, 2).bytes();

        assertThat(theirs).isBetween(ours * 3 / 4, ours * 4 / 3);
    }

    @ParameterizedTest
    @ValueSource(classes = {OpenTelemetryOtlp.class, MicrometerOtlp.class})
    void gzipMakesItSmaller(Class<?> maker) throws Exception {
        long plain = PushLoad.inOwnJvm(maker.getName(), false, SERIES, 2).bytes();

        assertThat(PushLoad.inOwnJvm(maker.getName(), true, SERIES, 2).bytes()).isLessThan(plain / 3);
    }
}
