package dev.fennel.exposition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.fennel.metrics.CounterVec;
import dev.fennel.model.Labels;
import dev.fennel.registry.Gatherer;
import dev.fennel.registry.Gatherers;
import dev.fennel.registry.Registry;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What common labels cost a scrape: nothing, once their blocks are encoded. */
class LabelledScrapeTest {
    private static final int SERIES = 10_000;
    private static final int MAX_BYTES = 4096;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void scrapeWithLabelsAllocatesNothingPerSeries() {
        Registry registry = Registry.create();
        CounterVec jobs = CounterVec.builder("jobs_total", "Jobs.", "queue").register(registry);
        for (int i = 0; i < SERIES; i++) {
            jobs.withLabelValues("q" + i).inc();
        }
        Gatherer gatherer = Gatherers.withLabels(registry, Labels.of("env", "prod"));
        Encoder encoder = Format.TEXT.newEncoder();
        long[] allocated = new long[20];
        for (int scrape = 0; scrape < allocated.length; scrape++) {
            jobs.withLabelValues("q1").inc();
            long before = THREADS.getCurrentThreadAllocatedBytes();
            encoder.reset();
            encoder.encodeAll(gatherer.gather().families());
            encoder.finish();
            allocated[scrape] = THREADS.getCurrentThreadAllocatedBytes() - before;
        }

        assertThat(new String(encoder.toByteArray(), UTF_8)).contains("\njobs_total{env=\"prod\",queue=\"q1\"} 21\n");
        assertThat(Arrays.stream(allocated).skip(10).max().getAsLong()).isLessThan(MAX_BYTES);
    }
}
