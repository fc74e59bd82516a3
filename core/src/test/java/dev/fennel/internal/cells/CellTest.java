package dev.fennel.internal.cells;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.testsupport.Threads;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** An observer that is as fast as it can be, whenever somebody has copied the cell. */
    private static class BusyCell extends HistogramCell {
        long counted;

        BusyCell() {
            super(BUCKETS);
        }

        @Override
        protected void copy(HistogramImage to) {
            super.copy(to);
            if (tryCount(1, 0)) {
                counted++;
            } else {
                keptOut();
            }
        }

        void keptOut() {}
    }

    @Test
    @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
    void aReadingThatIsOvertakenAgainAndAgainKeepsOthersOut() {
        BusyCell busy = new BusyCell();
        busy.read(image);

        assertThat(image.counts[0]).isEqualTo(busy.counted).isGreaterThanOrEqualTo(8);
        assertThat(busy.tryCount(1, 0)).isTrue();
    }

    @Test
    void aReadingThatFailsInsideLeavesTheCell() {
        BusyCell busy = new BusyCell() {
            @Override
            void keptOut() {
                throw new StackOverflowError();
            }
        };

        assertThatThrownBy(() -> busy.read(image)).isInstanceOf(StackOverflowError.class);
        assertThat(busy.tryCount(1, 0)).isTrue();
    }

    /** A cell that runs something at the steps of an observation. */
    private static final class WatchedCell extends HistogramCell {
        private Runnable entered = () -> {};
        private Runnable changing = () -> {};
        private Runnable leaving = () -> {};
        private Runnable left = () -> {};
        private Runnable puttingBack = () -> {};

        WatchedCell() {
            super(BUCKETS);
        }

        @Override
        protected void startChange(long before) {
            entered.run();
            super.startChange(before);
            changing.run();
        }

        @Override
        protected void leave(long before) {
            leaving.run();
            super.leave(before);
            left.run();
        }

        @Override
        void putBack() {
            puttingBack.run();
            super.putBack();
        }
    }

    private void assertRead(HistogramCell read, double sum, long... counts) {
        assertThat(read.tryRead(image)).isTrue();
        assertThat(image.sum).isEqualTo(sum);
        assertThat(image.counts).containsExactly(counts);
    }

    private static void overflow() {
        throw new StackOverflowError();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anObservationIsSeenOnceItHasEnded(boolean owned) {
        WatchedCell watched = new WatchedCell();
        count(watched, owned, 1, 0);
        watched.entered = () -> assertRead(watched, 1, 1, 0, 0);
        watched.changing = watched.entered;
        watched.leaving = watched.entered;
        watched.left = () -> assertRead(watched, 5, 1, 0, 1);
        count(watched, owned, 4, 2);

        assertRead(watched, 5, 1, 0, 1);
    }

    private static void count(HistogramCell to, boolean owned, double value, int bucket) {
        if (owned) {
            to.count(value, bucket);
        } else {
            assertThat(to.tryCount(value, bucket)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anObservationWhoseStackEndsDuringTheChangeIsTakenBack(boolean atTheEnd) {
        WatchedCell watched = new WatchedCell();
        watched.tryCount(1, 0);
        if (atTheEnd) {
            watched.leaving = CellTest::overflow;
        } else {
            watched.changing = CellTest::overflow;
        }
        assertThatThrownBy(() -> watched.tryCount(4, 2)).isInstanceOf(StackOverflowError.class);
        assertRead(watched, 1, 1, 0, 0);

        watched.changing = () -> {};
        watched.leaving = () -> {};
        assertThat(watched.tryCount(2, 1)).isTrue();
        assertRead(watched, 3, 1, 1, 0);
    }

    @Test
    void whatAnOwnerPutsBackIsInNoReading() {
        WatchedCell watched = new WatchedCell();
        watched.count(1, 0);
        watched.leaving = CellTest::overflow;
        assertThatThrownBy(() -> watched.count(4, 2)).isInstanceOf(StackOverflowError.class);
        watched.leaving = () -> {};
        watched.puttingBack = () -> assertRead(watched, 1, 1, 0, 0);
        watched.count(2, 1);

        assertRead(watched, 3, 1, 1, 0);
    }

    @Test
    void aStackThatEndsAfterTheStayDoesNotFreeTheCellOfTheNextOne() {
        WatchedCell watched = new WatchedCell();
        watched.left = () -> {
            assertThat(watched.tryRetire()).isTrue();
            overflow();
        };

        assertThatThrownBy(() -> watched.tryCount(1, 0)).isInstanceOf(StackOverflowError.class);
        assertThat(watched.tryCount(1, 0)).isFalse();
        assertRead(watched, 1, 1, 0, 0);
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
