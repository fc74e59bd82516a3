package dev.fennel.internal.cells;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PaddedCellsTest {
    private static final int CELL_SIZE = 3;

    private static long[][] most() {
        long[][] cells = PaddedCells.grown(null, CELL_SIZE);
        while (PaddedCells.canGrow(cells)) {
            cells = PaddedCells.grown(cells, CELL_SIZE);
        }
        return cells;
    }

    @Test
    void thereAreTwoCellsAtFirst() {
        assertThat(PaddedCells.grown(null, CELL_SIZE)).hasNumberOfRows(2);
    }

    @Test
    void grownCellsBeginWithThoseThatThereWere() {
        long[][] known = PaddedCells.grown(null, CELL_SIZE);

        long[][] grown = PaddedCells.grown(known, CELL_SIZE);

        assertThat(grown).hasNumberOfRows(4);
        for (int i = 0; i < known.length; i++) {
            assertThat(grown[i]).isSameAs(known[i]);
        }
        assertThat(Arrays.stream(grown).distinct()).hasSize(4);
    }

    @Test
    void eachCellIsEmptyAndPaddedOnBothSides() {
        for (long[] cell : most()) {
            assertThat(cell)
                    .hasSize(CellLock.PADDING + CELL_SIZE + CellLock.PADDING)
                    .containsOnly(0);
        }
    }

    @Test
    void theNumberOfCellsStopsAtTwiceTheProcessorsRoundedUpToAPowerOfTwo() {
        int processors = Runtime.getRuntime().availableProcessors();

        int most = most().length;

        assertThat(Integer.bitCount(most)).isEqualTo(1);
        assertThat(most).isBetween(2 * processors, 4 * processors - 1);
    }

    @Test
    void anotherCellIsTheUsualOneFromThenOn() {
        long[][] cells = most();
        for (int i = 0; i < 100; i++) {
            long[] another = PaddedCells.another(cells);
            assertThat(PaddedCells.usual(cells)).isSameAs(another);
        }
    }

    @Test
    void everyCellIsTriedSoonerOrLater() {
        long[][] cells = most();
        long[][] tried = new long[10_000][];
        for (int i = 0; i < tried.length; i++) {
            tried[i] = PaddedCells.another(cells);
        }

        assertThat(Arrays.stream(tried).distinct()).hasSameSizeAs(cells);
    }
}
