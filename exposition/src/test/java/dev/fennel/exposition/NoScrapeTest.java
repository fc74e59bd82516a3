package dev.fennel.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.metrics.Histogram;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Gatherer;
import dev.fennel.testing.GatheredMetrics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whoever reads but for a server's scrape says so: a {@link Histogram} that is due for a reset is reset for that only.
 */
class NoScrapeTest {
    private final List<Boolean> scrapes = new ArrayList<>();
    private final Metric watching = Families.custom(Desc.gauge("watching", ""), Labels.EMPTY, visitor -> {
        scrapes.add(visitor.isScrape());
        visitor.gauge(1);
    });
    private final MetricFamily family = new MetricFamily(watching.desc(), List.of(watching));
    private final Gatherer gatherer = () -> new GatherResult(List.of(family), List.of());

    @Test
    void writingIsNoScrapeInAnyFormat() throws IOException {
        for (Format format : List.of(Format.TEXT, Format.OPENMETRICS, Format.OPENMETRICS_2_0, Format.PROTOBUF)) {
            format.write(gatherer.gather(), new ByteArrayOutputStream());
            Families.encode(format.newEncoder(), List.of(family));
        }

        assertThat(scrapes).hasSize(8).containsOnly(false);
    }

    @Test
    void onlyAnEncoderForScrapesOfNativeBucketsIsOne() {
        for (Format format : List.of(Format.TEXT, Format.OPENMETRICS, Format.OPENMETRICS_2_0, Format.PROTOBUF)) {
            Families.encode(format.newScrapeEncoder(), List.of(family));
        }

        assertThat(scrapes).containsExactly(false, false, true, true);
    }

    @Test
    void neitherAFileNorATestIsAScrape(@TempDir Path folder) throws IOException {
        Textfile.write(gatherer, folder.resolve("a.prom"));
        GatheredMetrics metrics = GatheredMetrics.from(gatherer);
        assertThat(metrics.toString()).isNotEmpty();
        metrics.lint();

        assertThat(scrapes).isNotEmpty().containsOnly(false);
    }
}
