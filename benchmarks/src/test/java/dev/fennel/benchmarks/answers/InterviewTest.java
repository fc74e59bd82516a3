package dev.fennel.benchmarks.answers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.fennel.benchmarks.CounterIncrement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openjdk.jmh.runner.RunnerException;

class InterviewTest {
    private static final Effort A_MOMENT = new Effort(0, 0, 1, Duration.ofMillis(10));

    @Test
    void withoutQuantilesThereIsTheMeanForEachNumberOfThreads() throws RunnerException {
        Interview interview = new Interview(CounterIncrement.class, List.of(1, 2), List.of());

        assertThat(interview.measure("inc", A_MOMENT))
                .extracting(Comparison::operation, Comparison::threads)
                .containsExactly(tuple("inc", 1), tuple("inc", 2));
    }

    @Test
    void eachQuantileHasALineAndALowerOneIsNotAboveAHigherOne() throws RunnerException {
        Interview interview = new Interview(CounterIncrement.class, List.of(1), List.of(0.5, 0.999));

        List<Comparison> comparisons = interview.measure("inc", A_MOMENT);

        assertThat(comparisons).extracting(Comparison::operation).containsExactly("inc, p50", "inc, p99.9");
        assertThat(comparisons.get(0).ours().orElseThrow().value())
                .isLessThanOrEqualTo(comparisons.get(1).ours().orElseThrow().value());
    }

    @ParameterizedTest
    @CsvSource({"0.5, p50", "0.99, p99", "0.999, p99.9", "1, p100", "0.075, p7.5", "0.1, p10"})
    void quantilesAreNamedByPercent(double quantile, String name) {
        assertThat(Interview.name(quantile)).isEqualTo(name);
    }
}
