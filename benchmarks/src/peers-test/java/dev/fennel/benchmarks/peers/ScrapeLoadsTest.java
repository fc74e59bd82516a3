package dev.fennel.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fennel.benchmarks.Samples;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The scrapes compare like with like: every library writes the same series with the same values. */
class ScrapeLoadsTest {
    private static final int LINES = 1_000;

    private final TextScrape scrape = new TextScrape();
    private final FormatScrape.Size size = new FormatScrape.Size();
    private Map<String, Double> ours;

    @BeforeEach
    void scrapeOurs() throws IOException {
        ours = Samples.ofFennel(LINES);
        size.lines = LINES;
    }

    @Test
    void clientJavaWritesTheSameSamples() throws IOException {
        FormatScrape.ClientJava load = new FormatScrape.ClientJava();
        load.makeSeries(size);

        assertThat(samples(scrape.clientJava(load))).isEqualTo(ours);
    }

    @Test
    void simpleclientWritesTheSameSamples() throws IOException {
        FormatScrape.Simpleclient load = new FormatScrape.Simpleclient();
        load.makeSeries(size);

        assertThat(samples(scrape.simpleclient(load))).isEqualTo(ours);
    }

    @Test
    void micrometerWritesTheSameSamplesAndTheMaximumOfHistograms() throws IOException {
        FormatScrape.Micrometer load = new FormatScrape.Micrometer();
        load.makeSeries(size);

        Map<String, Double> samples = samples(scrape.micrometer(load));
        samples.keySet().removeIf(series -> series.startsWith("duration_seconds_max"));
        assertThat(samples.keySet()).isEqualTo(ours.keySet());
        // Micrometer keeps whole nanoseconds.
        assertThat(samples).allSatisfy((series, value) -> assertThat(value).isCloseTo(ours.get(series), within(1e-6)));
    }

    private static Map<String, Double> samples(ByteArrayOutputStream body) {
        return Samples.of(body.toString(StandardCharsets.UTF_8));
    }
}
