package dev.fennel.exposition.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.GaugeVec;
import dev.fennel.registry.Registry;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a whole scrape allocates, negotiation and headers included, once buffers have grown and labels are encoded. */
class ScraperSteadyStateTest {
    private static final int SERIES = 10_000;
    private static final int MAX_BYTES = 5120;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final String PROMETHEUS_3 = "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
            + "application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,"
            + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2";

    private final Registry registry = Registry.create();
    private final Scraper scraper =
            Scraper.builder().registry(registry).maxRequestsInFlight(5).build();

    @BeforeEach
    void fill() {
        CounterVec requests =
                CounterVec.builder("requests_total", "Requests.", "path").register(registry);
        GaugeVec sizes = GaugeVec.builder("size_bytes", "Sizes.", "path").register(registry);
        for (int i = 0; i < SERIES; i++) {
            requests.withLabelValues("/" + i).add(i);
            sizes.withLabelValues("/" + i).set(Math.sqrt(i) * 1e9);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            text/plain | identity
            text/plain | gzip
            PROMETHEUS_3 | identity
            PROMETHEUS_3 | gzip
            application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited | gzip
            """)
    void scrapeAllocatesLittleWhateverTheNumberOfSeries(String accept, String encoding) {
        List<String> accepts = List.of(accept.replace("PROMETHEUS_3", PROMETHEUS_3));
        List<String> encodings = List.of(encoding);

        assertThat(allocated(() -> scrape(accepts, encodings, null))).isLessThan(MAX_BYTES);
    }

    @Test
    void requestsForSomeFamiliesLeaveTheOthersEncoded() {
        List<String> accepts = List.of(PROMETHEUS_3);
        List<String> encodings = List.of("gzip");

        long both = allocated(() -> {
            scrape(accepts, encodings, null);
            scrape(accepts, encodings, "name[]=size_bytes");
        });
        assertThat(both).isLessThan(2 * MAX_BYTES);
    }

    private void scrape(List<String> accepts, List<String> encodings, String query) {
        Map<String, List<String>> headers = Map.of(
                "Accept", accepts, "Accept-Encoding", encodings, "X-Prometheus-Scrape-Timeout-Seconds", List.of("10"));
        try (ScrapeAnswer answer = scraper.scrape("GET", headers::get, query)) {
            answer.writeTo(OutputStream.nullOutputStream());
            assertThat(answer.contentLength() > SERIES).isTrue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The most that a run allocates in this thread after some others. */
    private static long allocated(Runnable work) {
        long[] allocated = new long[30];
        for (int i = 0; i < allocated.length; i++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            work.run();
            allocated[i] = THREADS.getCurrentThreadAllocatedBytes() - before;
        }
        return Arrays.stream(allocated).skip(15).max().getAsLong();
    }
}
