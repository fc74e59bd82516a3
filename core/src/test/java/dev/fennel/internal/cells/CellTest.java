package dev.fennel.internal.cells;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.testsupport.Threads;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CellTest {
    private static final int BUCKETS = 3;

    private final HistogramCell cell = new HistogramCell(BUCKETS);
    private final HistogramImage image = new HistogramImage(BUCKETS);

    /** How far a thread has come with an observation of 100 in the last bucket when it is stopped for ever. */
    private enum Step {
        ENTERED,
        NOTED,
        CHANGE_STARTED,
        SUM_CHANGED,
        ALL_CHANGED
    }

    private void stopAt(Step step) {
        long before = cell.tryEnter();
        if (step.ordinal() >= Step.NOTED.ordinal()) {
            cell.noteBucket = 2;
            cell.noteCount = cell.counts[2];
            cell.noteSum = cell.sum;
        }
        if (step.ordinal() >= Step.CHANGE_STARTED.ordinal()) {
            cell.startChange(before);
        }
        if (step.ordinal() >= Step.SUM_CHANGED.ordinal()) {
            cell.sum += 100;
        }
        if (step == Step.ALL_CHANGED) {
            cell.counts[2]++;
        }
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void aThreadThatIsStoppedInsideIsReadPast(Step step) {
        assertThat(cell.tryCount(1, 0)).isTrue();
        assertThat(cell.tryCount(4, 2)).isTrue();
        stopAt(step);

        cell.read(image);

        assertThat(image.sum).isEqualTo(5);
        assertThat(image.counts).containsExactly(1, 0, 1);
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void aCellWithAThreadInsideCannotBeEntered(Step step) {
        stopAt(step);

        assertThat(cell.tryCount(1, 0)).isFalse();
        assertThat(cell.tryRetire()).isFalse();
    }

    @Test
    void aRetiredCellIsReadAsItWasAndNotEntered() {
        cell.tryCount(1, 0);
        assertThat(cell.tryRetire()).isTrue();

        assertThat(cell.tryCount(1, 0)).isFalse();
        cell.read(image);
        assertThat(image.sum).isEqualTo(1);

        cell.release();
        assertThat(cell.tryCount(2, 1)).isTrue();
        cell.read(image);
        assertThat(image.counts).containsExactly(1, 1, 0);
    }

    @Test
    void theStateGrowsByOneStayWithEachStay() {
        cell.tryCount(1, 0);
        cell.read(image); // is not noticed
        cell.tryCount(1, 0);

        assertThat(cell.state).isEqualTo(2 * Cell.STAY);
    }

    @Test
    void aCopyDuringWhichAnotherStayEndsDoesNotCount() {
        // The copy is overtaken twice: by the end of the observation under way, and by another one.
        HistogramCell overtaken = new HistogramCell(BUCKETS) {
            private int copies;

            @Override
            protected void copy(HistogramImage to) {
                super.copy(to);
                if (copies++ < 2) {
                    leave(state & -STAY);
                    assertThat(tryCount(1, 1)).isTrue();
                    assertThat(tryRetire()).isTrue();
                }
            }
        };
        assertThat(overtaken.tryRetire()).isTrue();

        overtaken.read(image);

        assertThat(image.sum).isEqualTo(2);
        assertThat(image.counts).containsExactly(0, 2, 0);
    }

    @Test
    void readingsAreWholeAndNeverFallBackWhileThreadsCount() throws Exception {
        int times = 100_000;
        int threads = 4;
        AtomicLong last = new AtomicLong();
        Threads.runBeside(
                () -> {
                    cell.read(image);
                    long count = image.counts[0] + image.counts[1] + image.counts[2];
                    assertThat(image.sum).isEqualTo(image.counts[0] + 2.0 * image.counts[1] + 4.0 * image.counts[2]);
                    assertThat(count).isGreaterThanOrEqualTo(last.getAndSet(count));
                },
                threads,
                thread -> {
                    for (int i = 0; i < times; i++) {
                        int bucket = i % BUCKETS;
                        while (!cell.tryCount(1 << bucket, bucket)) {
                            Thread.onSpinWait();
                        }
                    }
                });

        assertThat(last.get()).isEqualTo((long) threads * times);
    }

    @Test
    void whatIsThrownInsideLeavesTheCellAsItWas() {
        HistogramCell broken = new HistogramCell(BUCKETS);
        broken.tryCount(1, 0);

        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> broken.tryCount(1, BUCKETS)))
                .isInstanceOf(ArrayIndexOutOfBoundsException.class);

        assertThat(broken.tryCount(1, 0)).isTrue();
        broken.read(image);
        assertThat(image.sum).isEqualTo(2);
        assertThat(image.counts).containsExactly(2, 0, 0);
    }
}
