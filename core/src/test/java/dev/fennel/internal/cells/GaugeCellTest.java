package dev.fennel.internal.cells;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class GaugeCellTest {
    private final Watched cell = new Watched();

    /** Where a reading, or a thread that moves on to another epoch, is stopped while something else happens. */
    private enum Step {
        BEFORE_SUM,
        AFTER_SUM,
        AFTER_EPOCH,
        BEFORE_KEEPING,
        AFTER_KEEPING
    }

    /** A cell in which things happen once at chosen steps. */
    private static final class Watched extends GaugeCell {
        private final Map<Step, Runnable> expected = new EnumMap<>(Step.class);

        void at(Step step, Runnable work) {
            expected.put(step, work);
        }

        private void reached(Step step) {
            Runnable work = expected.remove(step);
            if (work != null) {
                work.run();
            }
        }

        @Override
        double seenSum() {
            reached(Step.BEFORE_SUM);
            double seen = super.seenSum();
            reached(Step.AFTER_SUM);
            return seen;
        }

        @Override
        long seenEpoch() {
            long seen = super.seenEpoch();
            reached(Step.AFTER_EPOCH);
            return seen;
        }

        @Override
        void keepEarlier() {
            reached(Step.BEFORE_KEEPING);
            super.keepEarlier();
            reached(Step.AFTER_KEEPING);
        }
    }

    /** What the cell had at a cut; NaN if it no longer knows. */
    private double at(long cut) {
        GaugeImage image = new GaugeImage(cut);
        cell.copy(image);
        return image.isPassed ? Double.NaN : image.value();
    }

    @Test
    void aCutHasWhatWasAddedUntilItsEpochEnded() {
        cell.start(100);
        cell.add(10, 5);
        cell.add(1, 5);

        assertThat(at(5)).isEqualTo(111);
        assertThat(at(6)).isEqualTo(111);
        assertThat(at(4)).isEqualTo(100);
        assertThat(at(3)).isNaN();
    }

    @Test
    void anAdditionThatHasFoundTheLastEpochCountsOnceItIsDone() {
        cell.add(10, 5);
        assertThat(at(5)).isEqualTo(10);
        cell.add(1, 5);
        assertThat(at(5)).isEqualTo(11);

        cell.add(1000, 6);
        assertThat(at(5)).isEqualTo(11);
        assertThat(at(6)).isEqualTo(1011);
    }

    @Test
    void aCellThatHasGoneTwoEpochsFurtherAsksForALaterCut() {
        cell.add(10, 5);
        cell.add(1, 7);

        assertThat(at(5)).isNaN();
        assertThat(at(6)).isEqualTo(10);
        assertThat(at(7)).isEqualTo(11);
    }

    @Test
    void anAdditionBesideAReadingDoesNotCountIfItFoundALaterEpoch() {
        cell.add(10, 5);
        cell.at(Step.BEFORE_SUM, () -> cell.add(1000, 6));

        assertThat(at(5)).isEqualTo(10);
    }

    @Test
    void aSumIsNotReadWithWhatRoundingTakesFromTheNextOne() {
        cell.add(6, 5);
        cell.at(Step.AFTER_SUM, () -> cell.add(1e17, 5));

        assertThat(at(5)).isEqualTo(1e17);
    }

    @Test
    void norIsItIfItIsTheSameAgainAfterwards() {
        cell.at(Step.AFTER_SUM, () -> {
            cell.add(1e17, 0);
            cell.add(6, 0);
            cell.at(Step.BEFORE_SUM, () -> {
                cell.add(-6, 0);
                cell.add(-1e17, 0);
            });
        });

        assertThat(at(0)).isZero();
    }

    @Test
    void whatWasKeptForALaterCutIsNotTakenForThis() {
        cell.add(10, 5);
        cell.add(1, 6);
        cell.at(Step.AFTER_EPOCH, () -> cell.add(100, 7));

        assertThat(at(5)).isNaN();
        assertThat(at(6)).isEqualTo(11);
    }

    @Test
    void whileAThreadMovesOnReadingsFindWhatThereWasOrNothing() {
        cell.add(10, 5);
        cell.add(1, 6);
        for (Step step : new Step[] {Step.BEFORE_KEEPING, Step.AFTER_KEEPING}) {
            cell.at(step, () -> {
                assertThat(at(5)).isNaN();
                assertThat(at(6)).isEqualTo(11);
            });
        }
        cell.add(100, 7);

        assertThat(cell.expected).isEmpty();
        assertThat(at(6)).isEqualTo(11);
        assertThat(at(7)).isEqualTo(111);
    }

    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            names = {"BEFORE_KEEPING", "AFTER_KEEPING"})
    void aThreadWhoseStackEndsWhileItMovesOnChangesNothing(Step step) {
        cell.add(10, 5);
        cell.at(step, () -> {
            throw new StackOverflowError();
        });
        assertThatThrownBy(() -> cell.add(100, 6)).isInstanceOf(StackOverflowError.class);

        assertThat(at(4)).isNaN();
        assertThat(at(5)).isEqualTo(10);
        assertThat(at(6)).isEqualTo(10);

        cell.add(1, 6);
        assertThat(at(5)).isEqualTo(10);
        assertThat(at(6)).isEqualTo(11);
    }

    /** Otherwise an addition of a later epoch could come first, and the cell go back to the earlier one. */
    @Test
    void theEpochIsLookedAtInsideTheCell() {
        GaugeSum epochs = new GaugeSum(cell) {
            private boolean isLookedAt;

            @Override
            long epoch() {
                if (!isLookedAt) {
                    isLookedAt = true;
                    assertThat(cell.tryAdd(1, this)).isFalse();
                }
                return super.epoch();
            }
        };
        assertThat(cell.tryAdd(10, epochs)).isTrue();
        assertThat(cell.tryAdd(1, epochs)).isTrue();

        assertThat(at(0)).isEqualTo(11);
    }

    @Test
    void anAdditionThatThrowsIsNotDoneAndLeavesTheCell() {
        GaugeSum failing = new GaugeSum(cell) {
            @Override
            long epoch() {
                throw new StackOverflowError();
            }
        };
        assertThatThrownBy(() -> cell.tryAdd(10, failing)).isInstanceOf(StackOverflowError.class);
        assertThat(cell.tryAdd(1, GaugeSum.create())).isTrue();

        assertThat(at(0)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "1, .1, 1.1, -8.326672684688674e-17",
        "1e16, 1, 1e16, 1",
        "1, 1e16, 1e16, 1",
        "-1e300, 1, -1e300, 1",
        "3, 4, 7, 0",
        "Infinity, 1, Infinity, 0",
        "1.7e308, 1.7e308, Infinity, 0",
        "Infinity, -Infinity, NaN, 0",
        "NaN, 1, NaN, 0"
    })
    void whatIsRoundedOffIsExact(double augend, double addend, double sum, double expected) {
        assertThat(augend + addend).isEqualTo(Double.valueOf(sum));
        assertThat(GaugeCell.roundedOff(augend, addend, sum)).isEqualTo(expected);
    }
}
