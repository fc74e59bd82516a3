package dev.fennel.benchmarks.answers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTableTest {
    private static final double UNKNOWN = Double.NaN;

    @Test
    void oursAndEachPeerHaveAColumnAndTheFloorStandsBesideItsMultiple() {
        Comparison counter = new Comparison(
                "inc",
                2,
                Unit.NANOSECONDS,
                List.of(
                        new Answer("raw", false, 3, UNKNOWN, 0),
                        new Answer("fennel", false, 4, 0.2, 0.001),
                        new Answer("slow", true, 20, 1, 96)));
        Comparison scrape = new Comparison(
                "scrape",
                1,
                Unit.NANOSECONDS,
                List.of(
                        new Answer("fennel", false, 2_000_000, UNKNOWN, 512),
                        new Answer("slower", true, 192_000_000, UNKNOWN, 48_000_000),
                        new Answer("slow", true, 182_000_000, UNKNOWN, 68_000_000)));

        assertThat(new ComparisonTable(List.of(counter, scrape))).hasToString("""
                | operation | threads | fennel         | slow             | slower        | best peer   | floor                 |
                | --------- | ------- | -------------- | ---------------- | ------------- | ----------- | --------------------- |
                | inc       | 2       | 4 ns +-5%, 0 B | 20 ns +-5%, 96 B |               | 5.00x slow  | 0.75x raw (3 ns, 0 B) |
                | scrape    | 1       | 2 ms, 512 B    | 182 ms, 68 MB    | 192 ms, 48 MB | 91.00x slow |                       |
                """);
    }

    @Test
    void withoutPeersThereIsNoMultiple() {
        Comparison alone =
                new Comparison("set", 1, Unit.NANOSECONDS, List.of(new Answer("fennel", false, 1.299, UNKNOWN, 0)));

        assertThat(new ComparisonTable(List.of(alone))).hasToString("""
                | operation | threads | fennel       | best peer | floor |
                | --------- | ------- | ------------ | --------- | ----- |
                | set       | 1       | 1.30 ns, 0 B |           |       |
                """);
    }

    @Test
    void aFigureOfWhichNothingElseIsKnownStandsAlone() {
        Comparison sizes = new Comparison(
                "jars", 1, Unit.BYTES, List.of(Library.FENNEL.answer(751_998), Library.MICROMETER.answer(3_600_000)));

        assertThat(new ComparisonTable(List.of(sizes))).hasToString("""
                | operation | threads | fennel | micrometer | best peer        | floor |
                | --------- | ------- | ------ | ---------- | ---------------- | ----- |
                | jars      | 1       | 752 kB | 3.60 MB    | 4.79x micrometer |       |
                """);
    }

    @Test
    void withoutOurAnswerTheOthersAreNamed() {
        Comparison missing = new Comparison(
                "fly", 1, Unit.NANOSECONDS, List.of(new Answer("raw", false, 3), new Answer("slow", true, 20)));

        assertThat(new ComparisonTable(List.of(missing))).hasToString("""
                | operation | threads | fennel | slow  | best peer | floor      |
                | --------- | ------- | ------ | ----- | --------- | ---------- |
                | fly       | 1       |        | 20 ns | slow      | raw (3 ns) |
                """);
    }
}
