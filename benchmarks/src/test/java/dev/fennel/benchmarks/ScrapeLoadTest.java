package dev.fennel.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScrapeLoadTest {
    @ParameterizedTest
    @ValueSource(ints = {1_000, 10_000})
    void theTextHasAboutAsManyLinesAsAskedFor(int lines) throws IOException {
        assertThat(Samples.ofFennel(lines).size()).isBetween(lines - 14, lines);
    }
}
