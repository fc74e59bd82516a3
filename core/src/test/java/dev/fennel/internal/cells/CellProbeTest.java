package dev.fennel.internal.cells;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.testsupport.Threads;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

class CellProbeTest {
    @Test
    void numbersAreNeverZeroAndDoNotComeBackSoon() {
        BitSet negative = new BitSet();
        BitSet positive = new BitSet();
        int advances = 100_000;
        for (int i = 0; i < advances; i++) {
            int number = CellProbe.advance();
            assertThat(number).isNotZero();
            (number < 0 ? negative : positive).set(number & Integer.MAX_VALUE);
        }

        assertThat(negative.cardinality() + positive.cardinality()).isEqualTo(advances);
    }

    @Test
    void aThreadKeepsItsNumberUntilItAdvances() {
        int number = CellProbe.get();
        assertThat(CellProbe.get()).isEqualTo(number);

        int next = CellProbe.advance();

        assertThat(next).isNotEqualTo(number);
        assertThat(CellProbe.get()).isEqualTo(next);
    }

    @Test
    void everyThreadHasANumberFromTheStart() throws Exception {
        Threads.run(300, thread -> assertThat(CellProbe.get()).isNotZero());
    }
}
