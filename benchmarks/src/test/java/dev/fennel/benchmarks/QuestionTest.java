package dev.fennel.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.benchmarks.answers.Comparison;
import dev.fennel.benchmarks.answers.Effort;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Asks every question for a moment, so that none breaks unnoticed. With the profile peers, this includes theirs. */
class QuestionTest {
    private static final Effort A_MOMENT = new Effort(0, 0, 1, Duration.ofMillis(10));

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"RETAINED_HEAP", "JAR_SIZE"}) // they have tests of their own
    void everyQuestionHasOurAnswer(Question question) throws Exception {
        List<Comparison> comparisons = question.ask(A_MOMENT);

        assertThat(comparisons).isNotEmpty().allSatisfy(comparison -> {
            assertThat(comparison.operation()).startsWith(question.title());
            assertThat(comparison.threads()).isPositive();
            assertThat(comparison.ours()).hasValueSatisfying(ours -> {
                assertThat(ours.peer()).isFalse();
                assertThat(ours.value()).isPositive();
                assertThat(ours.allocated())
                        .satisfiesAnyOf(bytes -> assertThat(bytes).isNotNegative(), bytes -> assertThat(bytes)
                                .isNaN());
            });
        });
    }
}
