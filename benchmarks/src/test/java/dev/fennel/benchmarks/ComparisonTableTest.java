package dev.fennel.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTableTest {
    private static final double UNKNOWN = Double.NaN;

    @Test
    void eachLibraryHasAColumnAndOursComesFirst() {
        Comparison counter = new Comparison(
                "inc",
                2,
                List.of(
                        new Answer("raw", false, 3, UNKNOWN, 0),
                        new Answer("fennel", false, 4, 0.2, 0.001),
                        new Answer("slow", true, 20, 1, 96)));
        Comparison scrape = new Comparison(
                "scrape",
                1,
                List.of(
                        new Answer("fennel", false, 2_000_000, UNKNOWN, 512),
                        new Answer("slow", true, 182_000_000, UNKNOWN, 68_000_000)));

        assertThat(new ComparisonTable(List.of(counter, scrape))).hasToString("""
                | operation | threads | fennel         | raw       | slow             | best peer   | floor     |
                | --------- | ------- | -------------- | --------- | ---------------- | ----------- | --------- |
                | inc       | 2       | 4 ns +-5%, 0 B | 3 ns, 0 B | 20 ns +-5%, 96 B | 5.00x slow  | 0.75x raw |
                | scrape    | 1       | 2 ms, 512 B    |           | 182 ms, 68 MB    | 91.00x slow |           |
                """);
    }

    @Test
    void withoutPeersThereIsNoRatio() {
        Comparison alone = new Comparison("set", 1, List.of(new Answer("fennel", false, 1.299, UNKNOWN, 0)));

        assertThat(new ComparisonTable(List.of(alone))).hasToString("""
                | operation | threads | fennel       | best peer | floor |
                | --------- | ------- | ------------ | --------- | ----- |
                | set       | 1       | 1.30 ns, 0 B |           |       |
                """);
    }
}
