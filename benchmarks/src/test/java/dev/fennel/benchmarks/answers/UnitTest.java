package dev.fennel.benchmarks.answers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitTest {
    @ParameterizedTest
    @CsvSource({
        "NANOSECONDS, 0, 0 ns",
        "NANOSECONDS, 0.5, 0.50 ns",
        "NANOSECONDS, 12.34, 12.3 ns",
        "NANOSECONDS, 999, 999 ns",
        "NANOSECONDS, 1000, 1 us",
        "NANOSECONDS, 1299, 1.30 us",
        "NANOSECONDS, 20000000, 20 ms",
        "NANOSECONDS, 4500000000000, 4500 s",
        "BYTES, 512, 512 B",
        "BYTES, 751998, 752 kB",
        "BYTES, 2345678, 2.35 MB",
        "BYTES, 3e12, 3000 GB",
    })
    void figuresArePrintedInTheLargestUnitOfWhichThereIsOne(Unit unit, double value, String printed) {
        assertThat(unit.print(value)).isEqualTo(printed);
    }
}
