package dev.fennel.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.benchmarks.Observations;
import dev.fennel.benchmarks.SeriesKind;
import dev.fennel.benchmarks.SeriesMaker;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramData;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramPointData;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The series of the other libraries are there, and are of the kind that they should be. */
class PeersSeriesTest {
    private static Stream<SeriesMaker> makers() {
        return Stream.of(
                new ClientJavaSeries(), new SimpleclientSeries(), new MicrometerSeries(), new OpenTelemetrySeries());
    }

    @ParameterizedTest
    @MethodSource("makers")
    void everyKindThatALibraryHasIsMade(SeriesMaker maker) {
        assertThat(maker.kinds()).contains(SeriesKind.COUNTER, SeriesKind.CLASSIC_HISTOGRAM);
        for (SeriesKind kind : maker.kinds()) {
            assertThat(maker.make(kind, List.of(new String[] {"GET", "200", "/"}, new String[] {"PUT", "200", "/"})))
                    .isNotNull();
        }
    }

    @Test
    void whatIsReadHasBeenObserved() {
        HistogramRead.ClientJava classic = new HistogramRead.ClientJava();
        NativeHistogramRead.ClientJava natives = new NativeHistogramRead.ClientJava();
        SummaryRead.ClientJava summary = new SummaryRead.ClientJava();
        Observations observations = new Observations();
        classic.observe(observations);
        natives.observe(observations);
        summary.observe(observations);

        HistogramSnapshot inBuckets = (HistogramSnapshot) new HistogramRead().clientJava(classic);
        assertThat(inBuckets.getDataPoints()).singleElement().satisfies(point -> {
            assertThat(point.getCount()).isOne();
            assertThat(point.hasClassicHistogramData()).isTrue();
            assertThat(point.hasNativeHistogramData()).isFalse();
        });
        HistogramSnapshot inNativeBuckets = (HistogramSnapshot) new NativeHistogramRead().clientJava(natives);
        assertThat(inNativeBuckets.getDataPoints()).singleElement().satisfies(point -> {
            assertThat(point.getCount()).isOne();
            assertThat(point.hasClassicHistogramData()).isFalse();
            assertThat(point.getNativeSchema()).isEqualTo(3);
        });
        SummarySnapshot inQuantiles = (SummarySnapshot) new SummaryRead().clientJava(summary);
        assertThat(inQuantiles.getDataPoints()).singleElement().satisfies(point -> {
            assertThat(point.getCount()).isOne();
            assertThat(point.getQuantiles().size()).isEqualTo(3);
        });
    }

    @Test
    void nativeHistogramsOfOpenTelemetryHaveEightBucketsFromAPowerOfTwoToTheNext() {
        OpenTelemetry sdk = OpenTelemetry.withNativeHistograms();
        DoubleHistogram histogram = NativeHistograms.openTelemetry(sdk);

        histogram.record(1.5);

        assertThat(sdk.collect()).singleElement().satisfies(data -> assertThat(
                        ((ExponentialHistogramData) data.getData()).getPoints())
                .singleElement()
                .extracting(ExponentialHistogramPointData::getScale)
                .isEqualTo(3));
    }

    @Test
    void openTelemetryKeepsAllSeriesApart() {
        OpenTelemetry sdk = new OpenTelemetry();
        DoubleHistogram histogram = Histograms.openTelemetry(sdk);

        for (int i = 0; i < 3_000; i++) { // its own limit is 2,000
            histogram.record(1, Attributes.builder().put("i", i).build());
        }

        assertThat(sdk.collect()).singleElement().satisfies(data -> assertThat(
                        data.getHistogramData().getPoints())
                .hasSize(3_000));
    }
}
