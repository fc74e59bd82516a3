package dev.fennel.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openjdk.jmh.runner.RunnerException;

/** Runs every benchmark for a moment, so that none breaks unnoticed. With the profile peers, this includes theirs. */
class InterviewTest {
    private static final Effort A_MOMENT = new Effort(0, 0, 1, Duration.ofMillis(10));

    @ParameterizedTest
    @EnumSource
    void everyQuestionHasOurAnswer(Question question) throws RunnerException {
        List<Comparison> comparisons = new Interview(A_MOMENT).ask(question, 1);

        assertThat(comparisons).isNotEmpty().allSatisfy(comparison -> {
            assertThat(comparison.operation()).startsWith(question.title());
            assertThat(comparison.threads()).isEqualTo(1);
            assertThat(comparison.ours()).hasValueSatisfying(ours -> {
                assertThat(ours.peer()).isFalse();
                assertThat(ours.nanos()).isPositive();
                assertThat(ours.bytes()).isNotNegative();
            });
        });
    }
}
