package dev.fennel.internal.buckets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.internal.buckets.NativeCell.Outcome;
import dev.fennel.internal.cells.Cells;
import dev.fennel.internal.cells.Cells.Retirement;
import dev.fennel.internal.cells.HistogramImage;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

class NativeCellTest {
    private static final int BUCKETS = 2;
    private static final NativeScale SCALE = new NativeScale(0, 0);
    private static final NativeScale COARSER = new NativeScale(-1, 0);

    private final Watched cell = new Watched();
    private final NativeImage image = new NativeImage(BUCKETS, SCALE);

    /** A cell in which a thread can be stopped, or overtaken while it makes room. */
    private static final class Watched extends NativeCell {
        private Runnable overtaking = () -> {};
        private Runnable moving = () -> {};
        private Runnable leaving = () -> {};

        Watched() {
            super(BUCKETS, NativeCounts.none(SCALE));
        }

        @Override
        boolean isPadded() {
            Runnable once = overtaking;
            overtaking = () -> {};
            once.run();
            return super.isPadded();
        }

        @Override
        protected void leave(long before) {
            leaving.run();
            super.leave(before);
        }

        @Override
        void move(NativeCounts from, NativeCounts to) {
            moving.run();
            super.move(from, to);
        }

        /** Observes as {@link #tryObserve} does, and stops when all is changed. */
        void observeAndStop(double value, int bucket) {
            long before = tryEnter();
            find(value);
            noteBucket = bucket;
            noteCount = counts[bucket];
            noteSum = sum;
            startChange(before);
            sum += value;
            counts[bucket]++;
            Objects.requireNonNull(noteWords)[noteIndex] = noteWord + step;
        }
    }

    private void observe(double value) {
        while (cell.tryObserve(value, 0) == Outcome.NO_ROOM) {
            cell.makeRoom(value);
        }
    }

    /** The number of observations in native buckets. */
    private long natives() {
        cell.read(image);
        long count = image.zeros;
        for (int i = 0; i < image.positive.size(); i++) {
            count += image.positive.count(i);
        }
        return count;
    }

    @Test
    void anObservationUnderWayIsInNoBucketOfAReading() {
        observe(1);
        observe(4);
        cell.observeAndStop(4, 1);

        assertThat(natives()).isEqualTo(2);
        assertThat(image.counts).containsExactly(2, 0);
        assertThat(image.sum).isEqualTo(5);
    }

    @Test
    void anObservationWhoseStackEndsIsTakenBack() {
        observe(1);
        cell.leaving = () -> {
            throw new StackOverflowError();
        };
        assertThatThrownBy(() -> observe(1)).isInstanceOf(StackOverflowError.class);
        cell.leaving = () -> {};

        assertThat(natives()).isEqualTo(1);
        assertThat(image.sum).isEqualTo(1);
        assertThat(image.counts).containsExactly(1, 0);
        observe(1);
        assertThat(natives()).isEqualTo(2);
    }

    @Test
    void theNoteOfAnObservationThatFailedDoesNotChangeWhatFollows() {
        observe(1);
        assertThatThrownBy(() -> cell.tryObserve(1, BUCKETS)).isInstanceOf(ArrayIndexOutOfBoundsException.class);
        observe(Double.NaN);

        assertThat(natives()).isEqualTo(1);
        assertThat(image.counts).containsExactly(2, 0);
    }

    @Test
    void whatIsCountedWhileAnotherThreadMakesRoomStays() {
        cell.overtaking = () -> observe(1);
        cell.makeRoom(4);
        assertThat(natives()).isEqualTo(1);

        cell.overtaking = () -> observe(1);
        cell.coarsen(COARSER);
        assertThat(natives()).isEqualTo(2);
        assertThat(image.scale).isEqualTo(COARSER);
    }

    @Test
    void whileCountsAreMovedReadingsHaveAllOfThem() {
        observe(1);
        cell.moving = () -> assertThat(natives()).isEqualTo(1);
        cell.coarsen(COARSER);
        cell.makeRoom(0x1p50);

        assertThat(natives()).isEqualTo(1);
    }

    /** As for want of memory or stack. */
    @Test
    void countsAreAsTheyWereIfTheyCannotBeMoved() {
        observe(1);
        cell.moving = () -> {
            throw new OutOfMemoryError("planted");
        };
        assertThatThrownBy(() -> cell.coarsen(COARSER)).isInstanceOf(OutOfMemoryError.class);
        assertThat(natives()).isEqualTo(1);
        assertThat(image.scale).isEqualTo(SCALE);

        cell.moving = () -> {};
        cell.coarsen(COARSER);
        assertThat(natives()).isEqualTo(1);
        assertThat(image.scale).isEqualTo(COARSER);
    }

    @Test
    void formerCountsAreNotKeptInTheNote() {
        observe(1);
        assertThat(cell.noteWords).isNotNull();
        cell.coarsen(COARSER);

        assertThat(cell.noteWords).isNull();
    }

    @Test
    @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
    void aCellInWhichAThreadStaysKeepsItsScale() {
        observe(1);
        Retirement<HistogramImage> stay = Objects.requireNonNull(Cells.tryRetire(cell));
        cell.coarsen(COARSER);
        assertThat(natives()).isEqualTo(1);
        assertThat(image.scale).isEqualTo(SCALE);

        stay.undo();
        cell.coarsen(COARSER);
        assertThat(natives()).isEqualTo(1);
        assertThat(image.scale).isEqualTo(COARSER);
    }
}
