package dev.fennel.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.fennel.registry.Registry;
import dev.fennel.testsupport.HistogramTaker;
import dev.fennel.testsupport.Ignoring;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Histograms and summaries mirrored from somewhere that does not have their sum or their count. */
class AbsentTotalsTest {
    private static final Desc HISTOGRAM = Desc.histogram("h", "");
    private static final Desc SUMMARY = Desc.summary("s", "");

    private static HistogramValue histogram(Metric metric) {
        AtomicReference<HistogramValue> value = new AtomicReference<>();
        metric.write(new HistogramTaker(value::set));
        return value.get();
    }

    private static SummaryValue summary(Metric metric) {
        AtomicReference<SummaryValue> value = new AtomicReference<>();
        metric.write(new Ignoring() {
            @Override
            public void summary(SummaryValue written) {
                value.set(written);
            }
        });
        return value.get();
    }

    @Test
    void aHistogramWithoutCountHasTheBucketsThatItWasGiven() {
        HistogramValue value = histogram(
                ConstMetric.histogram(HISTOGRAM, OptionalLong.empty(), OptionalDouble.of(4), Map.of(1.0, 2L, 2.0, 3L)));

        assertThat(value.hasCount()).isFalse();
        assertThat(value.count()).isEqualTo(3);
        assertThat(value.hasSum()).isTrue();
        assertThat(value.sum()).isEqualTo(4);
        assertThat(value.bucketCount()).isEqualTo(2);
        assertThat(value.upperBound(1)).isEqualTo(2);
    }

    @Test
    void aHistogramMayHaveNothing() {
        HistogramValue value =
                histogram(ConstMetric.histogram(HISTOGRAM, OptionalLong.empty(), OptionalDouble.empty(), Map.of()));

        assertThat(value.hasCount()).isFalse();
        assertThat(value.count()).isZero();
        assertThat(value.hasSum()).isFalse();
        assertThat(value.sum()).isNaN();
        assertThat(value.bucketCount()).isZero();
    }

    @Test
    void aCountAddsTheBucketOfInfinity() {
        HistogramValue value = histogram(
                ConstMetric.histogram(HISTOGRAM, OptionalLong.of(5), OptionalDouble.empty(), Map.of(1.0, 2L)));

        assertThat(value.hasCount()).isTrue();
        assertThat(value.hasSum()).isFalse();
        assertThat(value.upperBound(1)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(value.cumulativeCount(1)).isEqualTo(5);
    }

    @Test
    void bucketsAreCheckedWithoutACount() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConstMetric.histogram(
                        HISTOGRAM, OptionalLong.empty(), OptionalDouble.empty(), Map.of(1.0, 2L, 2.0, 1L)))
                .withMessage("histogram \"h\": expected cumulative counts that increase with the upper bounds, got"
                        + " {1.0=2, 2.0=1}");
    }

    @Test
    void copiesAndOptionsKeepWhatIsAbsent() {
        ConstMetric histogram = ConstMetric.histogram(
                        HISTOGRAM, OptionalLong.empty(), OptionalDouble.empty(), Map.of(1.0, 2L))
                .withCreated(Instant.EPOCH)
                .withExemplars(new Exemplar(Labels.EMPTY, 0.5, null), new Exemplar(Labels.EMPTY, 7, null));
        ConstMetric summary = ConstMetric.summary(
                        SUMMARY, OptionalLong.empty(), OptionalDouble.empty(), Map.of(1.0, 2.0))
                .withCreated(Instant.EPOCH);

        HistogramValue copy = HistogramValue.copyOf(histogram(histogram));
        assertThat(copy.hasCount()).isFalse();
        assertThat(copy.hasSum()).isFalse();
        assertThat(copy.bucketCount()).isEqualTo(1);
        assertThat(copy.exemplar(0).value()).isEqualTo(0.5); // and no bucket has the other one
        SummaryValue copied = SummaryValue.copyOf(summary(summary));
        assertThat(copied.hasCount()).isFalse();
        assertThat(copied.count()).isZero();
        assertThat(copied.hasSum()).isFalse();
        assertThat(copied.sum()).isNaN();
    }

    @Test
    void aRegistryHandsThemOutAsTheyAre() {
        Registry registry = Registry.create();
        Metric metric = ConstMetric.histogram(HISTOGRAM, OptionalLong.empty(), OptionalDouble.empty(), Map.of());
        registry.register(new Collector() {
            @Override
            public void describe(Consumer<? super Desc> out) {
                out.accept(HISTOGRAM);
            }

            @Override
            public void collect(Consumer<? super Metric> out) {
                out.accept(Wrapper.of(metric)); // a metric of a user's own is copied
            }
        });

        MetricFamily family = registry.gather().families().get(0);
        assertThat(histogram(family.metrics().get(0)).hasSum()).isFalse();
        assertThat(histogram(family.metrics().get(0)).bucketCount()).isZero();
    }

    /** A metric of a user's own, that writes what another one does. */
    private record Wrapper(Metric inner, Desc desc, Labels labels) implements Metric {
        static Wrapper of(Metric inner) {
            return new Wrapper(inner, inner.desc(), inner.labels());
        }

        @Override
        public void write(MetricVisitor visitor) {
            inner.write(visitor);
        }
    }
}
