package dev.fennel.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.model.Desc;
import org.junit.jupiter.api.Test;

/** What a check does to a series, one step after the other, with look-ups in between. */
class ExpiringSeriesTest {
    private static final long AGE = 100;

    private final ExpiringSeries.Activity reader = new ExpiringSeries.Activity();
    private final Counter counter = new Counter(new CounterBuilder.Spec(Desc.counter("c_total", "", "a"), null), "x");
    private final ExpiringSeries series = new ExpiringSeries(counter, 0, 0);

    @Test
    void aLookUpBetweenCheckAndRemovalSavesTheSeries() {
        series.update(0, reader, 0);
        series.update(1, reader, AGE);
        assertThat(series.touch(2)).isTrue();

        assertThat(series.expire(AGE, AGE)).isFalse();
        series.update(2, reader, AGE + 10);
        assertThat(series.expire(AGE, 2 * AGE + 9)).isFalse();
        assertThat(series.expire(AGE, 2 * AGE + 10)).isTrue();
    }

    @Test
    void aLookUpThatIsOvertakenByTheEndOfTheSeriesFindsNothing() {
        ExpiringSeries overtaken = new ExpiringSeries(counter, 0, 0) {
            @Override
            boolean replaceStamp(long seen, long next) {
                if (next == 1) {
                    assertThat(expire(AGE, AGE)).isTrue();
                }
                return super.replaceStamp(seen, next);
            }
        };
        overtaken.update(0, reader, 0);

        assertThat(overtaken.touch(1)).isFalse();
    }

    @Test
    void aLookUpThatComesTooLateFindsNothing() {
        series.update(0, reader, 0);
        assertThat(series.expire(AGE, AGE)).isTrue();

        assertThat(series.touch(1)).isFalse();
        assertThat(series.expire(AGE, AGE)).as("expires once").isFalse();
    }

    @Test
    void aLookUpOfTheNextGenerationIsNoticedAgainByTheNextCheck() {
        // The check has ended generation 0, but not yet come to this series.
        series.touch(1);
        series.update(0, reader, 10);
        // Finds the stamp as it should be, and leaves no other trace.
        series.touch(1);
        assertThat(series.expire(AGE, 10 + AGE)).isFalse();
        series.update(1, reader, 10 + AGE);

        assertThat(series.expire(AGE, 9 + 2 * AGE)).isFalse();
        assertThat(series.expire(AGE, 10 + 2 * AGE)).isTrue();
    }

    @Test
    void aLookUpThatStampsLateIsNoticedByTheNextCheck() {
        series.update(0, reader, 0);
        series.update(1, reader, 50);
        // Has read the generation before the check ended it.
        assertThat(series.touch(1)).isTrue();
        series.update(2, reader, AGE);

        assertThat(series.expire(AGE, AGE)).isFalse();
    }

    /** They find the stamp that the series has from its birth, and leave no other trace. */
    @Test
    void theFirstCheckNoticesAllLookUpsBeforeIt() {
        assertThat(series.touch(0)).isTrue();
        series.update(0, reader, AGE);

        assertThat(series.expire(AGE, 2 * AGE - 1)).isFalse();
        assertThat(series.expire(AGE, 2 * AGE)).isTrue();
    }

    @Test
    void aLateStampDoesNotReplaceANewerOne() {
        series.update(0, reader, 0);
        assertThat(series.touch(3)).isTrue();
        assertThat(series.touch(2)).isTrue();
        series.update(3, reader, 10);
        assertThat(series.touch(3)).isTrue();

        series.update(4, reader, 20);
        assertThat(series.expire(AGE, 10 + AGE)).isTrue();
    }

    @Test
    void aWriteIsNoticedOnce() {
        series.update(0, reader, 0);
        counter.inc();
        series.update(1, reader, 10);
        series.update(2, reader, 20);

        assertThat(series.expire(AGE, 9 + AGE)).isFalse();
        assertThat(series.expire(AGE, 10 + AGE)).isTrue();
    }
}
