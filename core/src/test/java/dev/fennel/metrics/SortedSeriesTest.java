package dev.fennel.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.model.Desc;
import dev.fennel.model.MetricFamily;
import org.junit.jupiter.api.Test;

/** Which family is kept when threads sort at the same time. */
class SortedSeriesTest {
    private final SortedSeries sorted = new SortedSeries(Desc.gauge("g", ""));

    private static Instrument[] none() {
        return new Instrument[0];
    }

    @Test
    void aThreadThatSortedForLongDoesNotReplaceWhatIsNewer() {
        MetricFamily newer = sorted.sort(none(), 2);

        assertThat(sorted.sort(none(), 1)).isSameAs(newer);
        assertThat(sorted.asOf(2)).isSameAs(newer);
        assertThat(sorted.asOf(1)).isNull();
    }

    @Test
    void threadsThatSortTheSameGetTheSameFamily() {
        MetricFamily first = sorted.sort(none(), 1);

        assertThat(sorted.sort(none(), 1)).isSameAs(first);
        assertThat(sorted.sort(none(), 2)).isNotSameAs(first);
        assertThat(sorted.asOf(1)).isNull();
    }
}
