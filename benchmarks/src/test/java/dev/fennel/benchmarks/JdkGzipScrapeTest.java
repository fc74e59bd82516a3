package dev.fennel.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class JdkGzipScrapeTest {
    private static final int LINES = 100_000;

    @Test
    void ourBodyIsAnEleventhOfTheTextAndShorterThanTheJdks() throws IOException {
        GzipScrape ours = new GzipScrape();
        ours.lines = LINES;
        ours.makeSeries();
        JdkGzipScrape jdk = new JdkGzipScrape();
        jdk.lines = LINES;
        jdk.makeSeries();
        try {
            int size = ours.fennel().size();

            assertThat(size).isLessThan((int) (0.9 * jdk.jdk()));
            assertThat(size).isLessThan(jdk.textSize() / 11);
        } finally {
            jdk.end();
        }
    }
}
