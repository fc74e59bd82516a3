package dev.fennel.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.fennel.metrics.CounterVec;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Exemplar;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.registry.GatherResult;
import dev.fennel.testsupport.Age;
import dev.fennel.testsupport.BothAges;
import dev.fennel.testsupport.Json;
import dev.fennel.testsupport.Prometheus;
import dev.fennel.testsupport.SettableClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/** Real Prometheus servers, and series that end, change, or are repeated, or that do not fit into a request. */
@BothAges
class RemoteWriteFaultsRealServerTest {
    private static final String[] FLAGS = {
        "--web.enable-remote-write-receiver",
        "--enable-feature=native-histograms,exemplar-storage,created-timestamp-zero-ingestion"
    };
    private static final Desc SIZE = Desc.histogram("size", "");

    @Parameter
    Age age;

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock(Instant.now().minusSeconds(60));
    private List<MetricFamily> families = List.of();
    private Prometheus server;
    private RemoteWrite push;

    @BeforeEach
    void startServer() {
        server = Prometheus.start(age, "global: {}", folder, FLAGS);
        push = to(server).staleMarkers().nativeHistograms(true);
    }

    @AfterEach
    void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    private RemoteWrite to(Prometheus receiver) {
        return new RemoteWrite(receiver.uri() + "/api/v1/write", "j", clock)
                .gatherer(() -> new GatherResult(families, List.of()));
    }

    private RemoteWriteResult push(Metric... metrics) throws IOException {
        families =
                metrics.length == 0 ? List.of() : List.of(new MetricFamily(metrics[0].desc(), Arrays.asList(metrics)));
        clock.advanceMillis(1000);
        return push.push();
    }

    private List<Double> values(String promql) {
        String now = " @ " + (clock.millis() + 100) / 1000.0;
        return server.query(promql.endsWith(")") ? promql.replace(")", now + ")") : promql + now).stream()
                .map(Prometheus.Sample::value)
                .toList();
    }

    private static Metric nativeHistogram(Exemplar... exemplars) {
        ConstMetric histogram = ConstMetric.nativeHistogram(SIZE, 3, 6, 0, 0, 0, Map.of(0, 1L, 1, 1L, 2, 1L), Map.of());
        return exemplars.length == 0 ? histogram : histogram.withExemplars(exemplars);
    }

    private Exemplar exemplar(String trace, double value, long millisAgo) {
        return new Exemplar(Labels.of("trace_id", trace), value, Instant.ofEpochMilli(clock.millis() - millisAgo));
    }

    @Test
    void nativeHistogramIsPushedAgainWithExemplarsThatAreStoredAlready() throws IOException {
        Exemplar old = exemplar("a", 1, 20);
        Exemplar recent = exemplar("b", 2, 10);
        for (int i = 0; i < 3; i++) {
            push = to(server).nativeHistograms(true); // which does not know what was pushed
            RemoteWriteResult result = push(nativeHistogram(old, recent));
            assertThat(result.writtenHistograms()).isEqualTo(1);
        }
    }

    @Test
    void exemplarsOfTheSameMillisecondAreStored() throws IOException {
        Assumptions.assumeTrue(age == Age.NEWEST, "old ones store none of a series that is new to them");
        Instant time = Instant.ofEpochMilli(clock.millis());
        Exemplar first = new Exemplar(Labels.of("trace_id", "a"), 2, time);
        Exemplar second = new Exemplar(Labels.of("trace_id", "b"), 1, time.plusNanos(1));
        push(nativeHistogram(first, second));
        long seconds = clock.millis() / 1000;
        String range = "&start=" + (seconds - 60) + "&end=" + (seconds + 60);
        Object found = server.api("/api/v1/query_exemplars?query=size" + range).get("data");
        assertThat((List<?>) Json.objects(found).get(0).get("exemplars")).hasSize(2);
    }

    @Test
    void markedNativeHistogramIsHiddenAtOnce() throws IOException {
        push(nativeHistogram());
        assertThat(values("histogram_count(size)")).containsExactly(3.0);
        push();
        assertThat(values("size")).isEmpty();
        push(nativeHistogram());
        assertThat(values("histogram_count(size)")).containsExactly(3.0);
    }

    @Test
    void nativeHistogramThatBecomesClassicIsHiddenAtOnceAndTheReverse() throws IOException {
        push(nativeHistogram());
        push(ConstMetric.histogram(SIZE, 3, 6, Map.of()));
        assertThat(values("size")).isEmpty();
        assertThat(values("size_count")).containsExactly(3.0);
        push(nativeHistogram());
        assertThat(values("size_count")).isEmpty();
    }

    @Test
    void gaugeThatBecomesACounterIsSeenAllTheTime() throws IOException {
        push(ConstMetric.of(Desc.gauge("a", "", "n"), 1, "x"), ConstMetric.of(Desc.gauge("a", "", "n"), 1, "y"));
        push(ConstMetric.of(Desc.counter("a", "", "n"), 2, "x"));
        assertThat(values("a")).containsExactly(2.0);
    }

    @Test
    void counterThatBeganInTheFutureIsStored() throws IOException {
        Instant later = Instant.ofEpochMilli(clock.millis()).plusSeconds(3600);
        push(ConstMetric.of(Desc.counter("a_total", ""), 2).withCreated(later));
        assertThat(values("a_total")).containsExactly(2.0);
    }

    @Test
    void endsAreMarkedAfterARestartOfTheServer() throws IOException {
        push(ConstMetric.of(Desc.gauge("a", ""), 1));
        server.close();
        clock.advanceMillis(1000);
        assertThatExceptionOfType(RemoteWriteException.class).isThrownBy(() -> push());
        server = Prometheus.startAgain(age, server.uri(), folder, FLAGS);
        assertThat(values("a")).containsExactly(1.0);
        push();
        assertThat(values("a")).isEmpty();
    }

    @Test
    void seriesOfLongLabelsArriveInSeveralRequests() throws IOException {
        Desc desc = Desc.gauge("long", "", "text");
        Metric[] metrics = new Metric[50];
        Arrays.setAll(metrics, i -> ConstMetric.of(desc, i, i + "x".repeat(100_000)));
        assertThat(push(metrics).requests()).isGreaterThan(3);
        assertThat(values("count(long)")).containsExactly(50.0);
    }

    @Test
    void requestOfAnySizeUpToTheLimitIsAccepted() throws IOException {
        CounterVec counter = CounterVec.builder("many_total", "", "n").build();
        for (int i = 0; i < 20_000; i++) {
            counter.withLabelValues("n" + i).inc();
        }
        RemoteWrite large = to(server).collector(counter).samplesPerRequest(1_000_000);
        assertThat(large.push().writtenSamples()).isEqualTo(20_000);
    }
}
