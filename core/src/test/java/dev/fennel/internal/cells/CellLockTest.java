package dev.fennel.internal.cells;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.testsupport.Threads;
import org.junit.jupiter.api.Test;

class CellLockTest {
    private static final int START = CellLock.PADDING;

    private final long[] cell = new long[START + 2 + CellLock.PADDING];

    @Test
    void aTakenCellCannotBeTakenUntilItIsLeft() {
        assertThat(CellLock.tryEnter(cell, START)).isTrue();
        assertThat(CellLock.tryEnter(cell, START)).isFalse();

        CellLock.leave(cell, START);

        assertThat(CellLock.tryEnter(cell, START)).isTrue();
    }

    @Test
    void onlyTheLockOfTheCellChanges() {
        CellLock.enter(cell, START);
        assertThat(cell[START]).isEqualTo(1);
        CellLock.leave(cell, START);

        assertThat(cell).containsOnly(0);
    }

    @Test
    void aThreadThatEntersSeesThePlainWritesOfThoseBefore() throws Exception {
        int threads = 2;
        int times = 200_000;
        Threads.run(threads, thread -> {
            for (int i = 0; i < times; i++) {
                CellLock.enter(cell, START);
                cell[START + 1]++;
                CellLock.leave(cell, START);
            }
        });

        assertThat(cell[START + 1]).isEqualTo((long) threads * times);
    }

    @Test
    void triesThatSucceedExcludeEachOther() throws Exception {
        int threads = 2;
        int times = 200_000;
        long[] succeeded = new long[threads];
        Threads.run(threads, thread -> {
            for (int i = 0; i < times; i++) {
                if (CellLock.tryEnter(cell, START)) {
                    cell[START + 1]++;
                    CellLock.leave(cell, START);
                    succeeded[thread]++;
                }
            }
        });

        assertThat(cell[START + 1]).isEqualTo(succeeded[0] + succeeded[1]).isPositive();
    }
}
