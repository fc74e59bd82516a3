package dev.fennel.internal.cells;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GaugeCellTest {
    private final GaugeCell cell = new GaugeCell();

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

    /** The thread has left the complement of the epoch, and then the stack ended or it lost its processor. */
    @Test
    void aThreadThatStopsWhileItMovesOnChangesNothing() throws Exception {
        cell.add(10, 5);
        VarHandle epoch = MethodHandles.privateLookupIn(GaugeCell.class, MethodHandles.lookup())
                .findVarHandle(GaugeCell.class, "epoch", long.class);
        epoch.set(cell, ~5L);

        assertThat(at(4)).isNaN();
        assertThat(at(5)).isEqualTo(10);
        assertThat(at(6)).isEqualTo(10);

        cell.add(1, 6);
        assertThat(at(5)).isEqualTo(10);
        assertThat(at(6)).isEqualTo(11);
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
