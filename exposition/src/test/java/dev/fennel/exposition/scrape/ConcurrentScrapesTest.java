package dev.fennel.exposition.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.exposition.Encoder;
import dev.fennel.exposition.Families;
import dev.fennel.metrics.GaugeVec;
import dev.fennel.model.MetricFamily;
import dev.fennel.registry.Registry;
import dev.fennel.testsupport.Threads;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests of all kinds at once: bytes left over from one would show in another. */
class ConcurrentScrapesTest {
    private static final int THREADS = 8;
    private static final int SCRAPES = 80;

    private final Registry registry = Registry.create();
    private final List<Request> requests = new ArrayList<>();

    /**
     * A request and the expected body.
     *
     * @param query null, or with {@code name[]}
     */
    private record Request(String accept, String encoding, String query, String body) {}

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyBodyIsExact(boolean inThreadsOfTheirOwn) throws Exception {
        fill();
        Scraper.Builder builder = Scraper.builder().gatherer(registry);
        Scraper scraper = (inThreadsOfTheirOwn ? builder.timeout(Duration.ofHours(1)) : builder).build();
        long seed = System.nanoTime();

        Threads.run(THREADS, thread -> {
            Random random = new Random(seed + thread);
            for (int i = 0; i < SCRAPES; i++) {
                Request request = requests.get(random.nextInt(requests.size()));
                Scraped scraped = Scraped.query(
                        scraper, request.query, "Accept", request.accept, "Accept-Encoding", request.encoding);
                assertThat(decompressed(scraped).equals(request.body))
                        .as("%s, seed %d", request, seed)
                        .isTrue();
            }
        });
    }

    private void fill() {
        for (String name : List.of("few", "many.words")) {
            GaugeVec series = GaugeVec.builder(name, "Series.", "path").register(registry);
            for (int i = 0; i < (name.equals("few") ? 3 : 700); i++) {
                series.withLabelValues("/" + i).set(i / 7.0);
            }
        }
        List<MetricFamily> families = registry.gather().families();
        for (String accept : List.of(
                "text/plain;version=0.0.4",
                "application/openmetrics-text;version=1.0.0",
                "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8",
                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited")) {
            Encoder encoder = FormatNegotiation.negotiate(List.of(accept)).newEncoder();
            for (String encoding : List.of("identity", "gzip")) {
                requests.add(new Request(accept, encoding, null, Families.encode(encoder, families)));
                requests.add(
                        new Request(accept, encoding, "name[]=few", Families.encode(encoder, families.subList(0, 1))));
            }
        }
    }

    private static String decompressed(Scraped scraped) {
        if (!scraped.headers().containsKey("Content-Encoding")) {
            return scraped.body();
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(scraped.bytes()))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
