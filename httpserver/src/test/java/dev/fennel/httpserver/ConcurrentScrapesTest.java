package dev.fennel.httpserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.registry.GatherResult;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class ConcurrentScrapesTest {
    private static final int THREADS = 12;
    private static final int SCRAPES = 25;

    /** Bodies of different lengths take turns, so that bytes left over from one would show in another. */
    @Test
    void everyBodyIsExact() throws Exception {
        List<GatherResult> results =
                IntStream.of(1, 50, 1_000, 3).mapToObj(Fixtures::large).toList();
        Set<String> expected = results.stream().map(Fixtures::text).collect(Collectors.toSet());
        AtomicInteger turn = new AtomicInteger();
        MetricsHandler handler = MetricsHandler.builder()
                .gatherer(() -> results.get(turn.getAndIncrement() % results.size()))
                .build();
        try (MetricsServer server =
                MetricsServer.builder().host("127.0.0.1").handler(handler).start()) {
            List<String> bodies = onAllThreads(() -> scrape(server));

            assertThat(bodies).hasSize(THREADS * SCRAPES);
            assertThat(expected.containsAll(bodies)).isTrue();
            assertThat(turn.get()).as("gathers, some of them shared").isBetween(1, THREADS * SCRAPES);
        }
    }

    private static String scrape(MetricsServer server) throws Exception {
        HttpResponse<byte[]> response = Scraped.getBytes(server.uri(), "Accept-Encoding", "gzip");
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
            return new String(in.readAllBytes());
        }
    }

    private static List<String> onAllThreads(Callable<String> scrape) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<String>> scrapes = new ArrayList<>();
            for (int i = 0; i < THREADS * SCRAPES; i++) {
                scrapes.add(threads.submit(scrape));
            }
            List<String> bodies = new ArrayList<>();
            for (Future<String> done : scrapes) {
                bodies.add(done.get());
            }
            return bodies;
        } finally {
            threads.shutdownNow();
        }
    }
}
