package dev.fennel.internal.cells;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.internal.cells.Cells.Retirement;
import dev.fennel.testsupport.Threads;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class CellsTest {
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    private final HistogramCell first = new HistogramCell(1);

    private static HistogramCell mostCells() {
        HistogramCell first = new HistogramCell(1);
        for (int i = 1; i < 100; i++) {
            Cells.pick(first, 1);
        }
        return first;
    }

    private static Set<HistogramCell> cells(HistogramCell first) {
        Set<HistogramCell> cells = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = 0; i < Cells.count(first); i++) {
            cells.add(Cells.get(first, i));
        }
        return cells;
    }

    private static long counted(HistogramCell first) {
        HistogramImage image = new HistogramImage(1);
        long count = 0;
        for (int i = 0; i < Cells.count(first); i++) {
            HistogramCell cell = Cells.get(first, i);
            if (cell != null) {
                cell.read(image);
                count += image.counts[0];
            }
        }
        return count;
    }

    @Test
    void theFirstCellIsTheOnlyOneUntilItIsFoundTaken() {
        assertThat(Cells.pick(first, 0)).isSameAs(first);
        assertThat(cells(first)).containsExactly(first);
    }

    @Test
    void afterThatObserversLeaveItAlone() {
        assertThat(Cells.pick(first, 1)).isNotSameAs(first);

        assertThat(Cells.count(first)).isEqualTo(3);
        for (int i = 0; i < 1_000; i++) {
            assertThat(Cells.pick(first, i % 2)).isNotSameAs(first);
        }
    }

    @Test
    void cellsStayWhenOthersAreAdded() {
        Cells.pick(first, 1);
        Set<HistogramCell> before = cells(first);

        Cells.pick(first, 1);

        assertThat(cells(first)).containsAll(before).hasSize(5);
    }

    @Test
    void cellsOfAThreadThatWasFasterStay() {
        // While one thread makes cells, another one makes some as well, and counts in one of them.
        HistogramCell overtaken = new HistogramCell(1) {
            private boolean isOvertaken;

            @Override
            protected Cell<HistogramImage> padded() {
                if (!isOvertaken) {
                    isOvertaken = true;
                    HistogramCell self = this;
                    assertThat(Objects.requireNonNull(Cells.pick(self, 1)).tryCount(1, 0))
                            .isTrue();
                }
                return super.padded();
            }
        };

        Cells.pick(overtaken, 1);

        assertThat(counted(overtaken)).isEqualTo(1);
    }

    @Test
    void thereAreNotManyMoreCellsThanProcessors() {
        assertThat(Cells.count(mostCells()) - 1).isBetween(2 * PROCESSORS, 4 * PROCESSORS - 1);
    }

    @Test
    void anotherCellIsTheUsualOneFromThenOn() {
        HistogramCell most = mostCells();
        for (int i = 0; i < 100; i++) {
            assertThat(Cells.pick(most, 1)).isSameAs(Cells.pick(most, 0));
        }
    }

    @Test
    void everyCellButTheFirstIsTriedSoonerOrLater() {
        HistogramCell most = mostCells();
        Set<HistogramCell> tried = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = 0; i < 10_000; i++) {
            tried.add(Objects.requireNonNull(Cells.pick(most, 1)));
        }

        assertThat(tried).hasSize(Cells.count(most) - 1).doesNotContain(most);
    }

    @Test
    void retiredCellsCannotBeEnteredNorAdded() {
        Cells.pick(first, 1);
        assertThat(Cells.tryRetire(first)).isNotNull();

        for (int i = 0; i < 100; i++) {
            HistogramCell cell = Cells.pick(first, i % 2);
            assertThat(cell == null || !cell.tryCount(1, 0)).isTrue();
        }
    }

    @Test
    void retiringThatIsUndoneLeavesAllAsItWas() {
        Cells.pick(first, 1);
        Set<HistogramCell> before = cells(first);

        Objects.requireNonNull(Cells.tryRetire(first)).undo();

        assertThat(cells(first)).isEqualTo(before);
        assertThat(before).allMatch(cell -> cell.tryCount(1, 0));
    }

    @Test
    void holesThatAreGoneAreStillHolesForAReadingUnderWay() {
        Retirement<HistogramImage> retirement = Objects.requireNonNull(Cells.tryRetire(first));
        int count = Cells.count(first);
        retirement.undo();

        assertThat(Cells.get(first, 0)).isSameAs(first);
        for (int i = 1; i < count; i++) {
            assertThat(Cells.get(first, i)).isNull();
        }
    }

    @Test
    void holesThatAreGoneAreStillHolesWhereThereAreCells() {
        Cells.pick(first, 1);
        Retirement<HistogramImage> retirement = Objects.requireNonNull(Cells.tryRetire(first));
        int count = Cells.count(first);
        retirement.undo();

        assertThat(Cells.get(first, 2)).isNotNull();
        for (int i = 3; i < count; i++) {
            assertThat(Cells.get(first, i)).isNull();
        }
    }

    @Test
    void aThreadInsideAnyCellPreventsRetiring() {
        Cells.pick(first, 1);
        for (HistogramCell stuck : cells(first)) {
            long inside = stuck.tryEnter();
            assertThat(Cells.tryRetire(first)).isNull();
            stuck.leave(inside);
        }
        assertThat(cells(first)).allMatch(cell -> cell.tryCount(1, 0));
    }

    /** Each observation is in a generation that was retired, or in the last one. */
    @Test
    void nothingIsLostWhenGenerationsFollowEachOther() throws Exception {
        int times = 50_000;
        AtomicReference<HistogramCell> current = new AtomicReference<>(first);
        long[] retired = new long[2];
        Threads.runBeside(
                () -> {
                    HistogramCell old = current.get();
                    Retirement<HistogramImage> retirement = Cells.tryRetire(old);
                    if (retirement != null) {
                        retired[0] += counted(old);
                        retired[1]++;
                        current.set(new HistogramCell(1));
                    }
                },
                4,
                thread -> {
                    for (int i = 0; i < times; i++) {
                        HistogramCell cell = Cells.pick(current.get(), 0);
                        for (int attempt = 1; cell == null || !cell.tryCount(1, 0); attempt++) {
                            cell = Cells.pick(current.get(), attempt);
                        }
                    }
                });

        assertThat(retired[1]).isPositive();
        assertThat(retired[0] + counted(current.get())).isEqualTo(4L * times);
    }
}
