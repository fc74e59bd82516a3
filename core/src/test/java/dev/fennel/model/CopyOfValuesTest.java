package dev.fennel.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.fennel.metrics.Histogram;
import dev.fennel.testsupport.HistogramTaker;
import dev.fennel.testsupport.NativeText;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CopyOfValuesTest {
    /** A summary with these ranks, in any order. */
    private record Quantiles(long count, double... ranks) implements SummaryValue {
        @Override
        public double sum() {
            return 5;
        }

        @Override
        public int quantileCount() {
            return ranks.length;
        }

        @Override
        public double quantile(int index) {
            return ranks[index];
        }

        @Override
        public double quantileValue(int index) {
            return index;
        }
    }

    @Test
    void copyOfAHistogramKeepsTheValueOfItsMoment() {
        Histogram histogram =
                Histogram.builder("h", "").buckets(1, 2).nativeBuckets(1.1).build();
        List<HistogramValue> copies = new ArrayList<>();
        HistogramTaker copier = new HistogramTaker(value -> copies.add(HistogramValue.copyOf(value)));
        histogram.observe(1.5);
        histogram.write(copier);
        histogram.observe(0.5);
        histogram.write(copier);

        HistogramValue first = copies.get(0);
        assertThat(first.count()).isEqualTo(1);
        assertThat(first.sum()).isEqualTo(1.5);
        assertThat(first.bucketCount()).isEqualTo(3);
        assertThat(first.cumulativeCount(0)).isZero();
        assertThat(first.cumulativeCount(1)).isEqualTo(1);
        assertThat(first.createdMillis()).isPositive();
        assertThat(first.nativeBuckets().positive().size()).isEqualTo(1);
        assertThat(NativeText.of(first)).isNotEqualTo(NativeText.of(copies.get(1)));
    }

    @Test
    void copyOfASummaryKeepsTheValueOfItsMoment() {
        double[] ranks = {0.5, 0.9};
        SummaryValue copy = SummaryValue.copyOf(new Quantiles(3, ranks));
        ranks[0] = 0.1;

        assertThat(copy.count()).isEqualTo(3);
        assertThat(copy.sum()).isEqualTo(5);
        assertThat(copy.quantileCount()).isEqualTo(2);
        assertThat(copy.quantile(0)).isEqualTo(0.5);
        assertThat(copy.quantileValue(1)).isEqualTo(1);
        assertThat(copy.createdMillis()).isEqualTo(Metric.NO_TIMESTAMP);
    }

    @Test
    void aBrokenValueIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SummaryValue.copyOf(new Quantiles(3, 0.9, 0.5)))
                .withMessage("expected increasing quantiles from 0 to 1, got 0.5 at 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SummaryValue.copyOf(new Quantiles(-3)))
                .withMessage("expected a count of zero or more, got -3");
    }
}
