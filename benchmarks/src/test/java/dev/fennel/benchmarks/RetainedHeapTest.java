package dev.fennel.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.benchmarks.answers.Library;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetainedHeapTest {
    /**
     * A series takes at most half of what one of client_java takes. If it took less than is possible, the measurement
     * would be wrong.
     */
    @ParameterizedTest
    @CsvSource({"COUNTER, 60, 90", "CLASSIC_HISTOGRAM, 150, 473", "NATIVE_HISTOGRAM, 150, 937", "SUMMARY, 600, 3006"})
    void aSeriesStaysSmall(SeriesKind kind, long least, long most) throws Exception {
        assertThat(RetainedHeap.inOwnJvm(kind, Library.FENNEL)).isBetween(least, most);
    }
}
