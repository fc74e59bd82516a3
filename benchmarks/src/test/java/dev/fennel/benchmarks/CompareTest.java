package dev.fennel.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CompareTest {
    @Test
    void withoutWordsAllQuestionsAreAsked() {
        assertThat(Compare.questions(List.of())).containsExactly(Question.values());
    }

    @Test
    void aWordChoosesByClassOrTitleInAnyCase() {
        assertThat(Compare.questions(List.of("lookupBYconstants", "SummaryObserve")))
                .containsExactly(Question.LOOKUP_BY_CONSTANTS, Question.SUMMARY_OBSERVE);
        assertThat(Compare.questions(List.of("11 buckets"))).containsExactly(Question.HISTOGRAM_OBSERVE);
    }

    @Test
    void anUnknownWordChoosesNothing() {
        assertThat(Compare.questions(List.of("coffee"))).isEmpty();
        assertThat(Compare.unknown("coffee"))
                .startsWith("no question mentions \"coffee\", there are\n  CounterIncrement: counter inc, bound\n");
    }
}
