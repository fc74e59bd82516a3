package dev.fennel.exposition.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.registry.GatherError;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentErrorsTest {
    private static final long SECOND = 1_000_000_000;

    private long now = Long.MAX_VALUE - SECOND;
    private final RecentErrors recent = new RecentErrors(() -> now);

    @Test
    void sourcesAreShownWithTheirNumbersTheLatestFirst() {
        recent.add(List.of(error("collector a.A"), error("collector a.B"), error("collector a.A")));
        now += 3 * SECOND;
        recent.add(List.of(error("collector a.A")));
        now += 2 * SECOND;

        assertThat(recent.lines())
                .containsExactly(
                        "collector a.A: 3 errors, the last 2 s ago", "collector a.B: 1 error, the last 5 s ago");
    }

    @Test
    void oldestSourcesAreForgotten() {
        for (int i = 0; i < 50; i++) {
            recent.add(List.of(error("collector a.C" + i)));
        }

        assertThat(recent.lines())
                .hasSize(FailedSources.MAX_SOURCES)
                .first()
                .asString()
                .startsWith("collector a.C49:");
    }

    @Test
    void linesForStrangersAreBoundedAndHaveNoMessages() {
        List<GatherError> many = IntStream.range(0, 100)
                .mapToObj(i -> error("collector " + "x".repeat(1000) + i))
                .toList();

        String lines = FailedSources.lines(many);

        assertThat(lines).doesNotContain("secret");
        assertThat(lines.lines()).hasSizeLessThanOrEqualTo(FailedSources.MAX_SOURCES + 1);
        assertThat(lines.lines()).allMatch(line -> line.length() < 250);
    }

    @Test
    void whatThereIsNoRoomForIsCounted() {
        List<GatherError> many = IntStream.range(0, 25)
                .mapToObj(i -> error("collector a.C" + i % 23))
                .toList();

        assertThat(FailedSources.lines(many))
                .startsWith("collector a.C0: 2 errors\ncollector a.C1: 2 errors\ncollector a.C2: 1 error\n")
                .endsWith("collector a.C19: 1 error\nand 3 errors more, of others\n");
    }

    @Test
    void aSourceIsOneLine() {
        assertThat(FailedSources.printable("collector a\r\nSet-Cookie: \u001b[0m"))
                .isEqualTo("collector a??Set-Cookie: ?[0m");
    }

    private static GatherError error(String source) {
        return new GatherError(source, "password=secret", null);
    }
}
