package dev.fennel.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.fennel.metrics.Counter;
import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.Gauge;
import dev.fennel.metrics.GaugeVec;
import dev.fennel.pushgateway.PeriodicPush;
import dev.fennel.pushgateway.PushException;
import dev.fennel.pushgateway.Retries;
import dev.fennel.registry.Registry;
import dev.fennel.testsupport.Age;
import dev.fennel.testsupport.BothAges;
import dev.fennel.testsupport.Prometheus;
import dev.fennel.testsupport.SettableClock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/** Real Prometheus servers: the newest takes version 2.0, and the old one only 1.0, which is found out. */
@BothAges
class RemoteWriteRealServerTest {
    private static final String[] FLAGS = {
        "--web.enable-remote-write-receiver",
        "--enable-feature=native-histograms,exemplar-storage,created-timestamp-zero-ingestion"
    };

    @Parameter
    Age age;

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock(Instant.now());
    private final Registry registry = Registry.create();
    private Prometheus server;

    @BeforeEach
    void startServer() {
        server = Prometheus.start(age, "global: {}", folder, FLAGS);
    }

    @AfterEach
    void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    private RemoteWrite push() {
        return new RemoteWrite(url(server.uri()), "j", clock).gatherer(registry);
    }

    private static String url(URI server) {
        return server + "/api/v1/write";
    }

    private List<Double> values(String promql) {
        return server.query(promql).stream().map(Prometheus.Sample::value).toList();
    }

    @Test
    void aHundredThousandSeriesArriveInFiftyRequests() throws IOException {
        CounterVec requests = CounterVec.builder("requests_total", "Requests.", "path", "code")
                .register(registry);
        for (int i = 0; i < 100_000; i++) {
            requests.withLabelValues("/item/" + i, "200").add(i);
        }
        RemoteWriteResult result = push().timeout(Duration.ofMinutes(1)).push();
        assertThat(result.writtenSamples()).isEqualTo(100_000);
        assertThat(result.requests()).isEqualTo(50);
        assertThat(values("count(requests_total{job=\"j\"})")).containsExactly(100_000.0);
        assertThat(values("sum(requests_total{job=\"j\"})")).containsExactly(99_999 * 50_000.0);
    }

    @Test
    void samplesThatAreOutOfOrderOrTooOldOrOfTheFutureAreRefusedAndSaidToBe() throws IOException {
        GaugeVec depth = GaugeVec.builder("depth", "", "of").register(registry);
        depth.withLabelValues("a").set(1);
        RemoteWrite push = push();
        push.push();

        depth.withLabelValues("b").set(2);
        clock.advanceMillis(-60_000);
        // One is out of order, the other is not. Version 2.0 writes that one, version 1.0 none.
        refused(push, "out of order", age == Age.NEWEST ? 1 : 0);
        clock.advanceMillis(-10 * 3_600_000);
        refused(push, "out of bounds", 0);
        if (age == Age.NEWEST) { // the old one takes samples of any time to come
            clock.advanceMillis(48 * 3_600_000);
            refused(push, "too far in the future", 0);
        }
        assertThat(values("depth{of=\"a\"}")).containsExactly(1.0);
    }

    private void refused(RemoteWrite push, String why, int written) {
        assertThatExceptionOfType(RemoteWriteException.class)
                .isThrownBy(push::push)
                .withMessageContaining(why)
                .satisfies(e -> assertThat(e.result().writtenSamples()).isEqualTo(written))
                .havingCause()
                .isInstanceOfSatisfying(PushException.class, cause -> assertThat(cause.statusCode())
                        .isEqualTo(400));
    }

    @Test
    void pushesGoOnAfterARestartOfTheServer() throws IOException {
        Gauge done = Gauge.builder("done", "").register(registry);
        RemoteWrite push =
                push().retries(Retries.attempts(20).withBackoff(Duration.ofMillis(200), Duration.ofMillis(500)));
        done.inc();
        push.push();
        server.close();
        assertThatExceptionOfType(RemoteWriteException.class)
                .isThrownBy(() -> push().push())
                .withMessageContaining("the connection was refused");
        server = Prometheus.startAgain(age, server.uri(), folder, FLAGS);
        done.inc();
        clock.advanceMillis(1000);
        push.push();
        assertThat(values("done{job=\"j\"} @ " + clock.millis() / 1000.0)).containsExactly(2.0);
        assertThat(values("count_over_time(done{job=\"j\"}[1m] @ " + clock.millis() / 1000.0 + ")"))
                .containsExactly(2.0);
    }

    @Test
    void startOfAProgramIsSeenAsAResetOfItsCounters() throws IOException {
        clock.advanceMillis(-60_000);
        for (double work : new double[] {5, 3}) {
            Counter done = Counter.builder("done_total", "").build();
            done.add(work);
            RemoteWrite push = new RemoteWrite(url(server.uri()), "j", clock).collector(done);
            push.push();
            clock.advanceMillis(1000);
        }
        assertThat(values("resets(done_total[10m])")).containsExactly(1.0);
    }

    @Test
    void marksOfEndsHideSeriesAtOnce() throws IOException {
        GaugeVec depth = GaugeVec.builder("depth", "", "of").register(registry);
        depth.withLabelValues("a").set(1);
        depth.withLabelValues("b").set(2);
        RemoteWrite marking = push().staleMarkers();
        PeriodicPush pushes = marking.start(Duration.ofHours(1));
        server.await("depth", samples -> samples.size() == 2);
        clock.advanceMillis(10);
        marking.push(); // as the other thread may not have its answer yet, and know of nothing to mark
        depth.deleteLabelValues("a");
        clock.advanceMillis(10);
        marking.push();
        String now = " @ " + (clock.millis() + 100) / 1000.0;
        assertThat(values("depth" + now)).containsExactly(2.0);
        pushes.close();
        assertThat(values("depth" + now)).isEmpty();
        assertThat(values("count_over_time(depth{of=\"b\"}[1m]" + now + ")")).containsExactly(4.0);
    }

    @Test
    void namesWithDotsArriveAsTheyAreWhereTheyCan() throws IOException {
        Gauge gauge = Gauge.builder("queue.größe", "").register(registry);
        gauge.set(7);
        push().push();
        boolean newest = age == Age.NEWEST;
        assertThat(values(newest ? "{\"queue.größe\"}" : "queue_gr__e")).containsExactly(7.0);
    }

    /** The newest server stores a zero at the time when counting began, if it is asked to. */
    @Test
    void timeWhenCountingBeganIsUnderstood() throws IOException {
        Assumptions.assumeTrue(age == Age.NEWEST, "version 1.0 has no such time");
        Counter done = Counter.builder("done_total", "").register(registry);
        done.add(5);
        clock.advanceMillis(5_000);
        push().push();
        assertThat(values("count_over_time(done_total[1m] @ " + clock.millis() / 1000.0 + ")"))
                .containsExactly(2.0);
        assertThat(values("min_over_time(done_total[1m] @ " + clock.millis() / 1000.0 + ")"))
                .containsExactly(0.0);
    }

    @Test
    void valuesThatAreNoNumbersArrive() throws IOException {
        GaugeVec odd = GaugeVec.builder("odd", "", "n").register(registry);
        double[] values = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, Double.MIN_VALUE};
        for (int i = 0; i < values.length; i++) {
            odd.withLabelValues(Integer.toString(i)).set(values[i]);
        }
        push().push();
        for (int i = 0; i < values.length; i++) {
            assertThat(values("odd{n=\"" + i + "\"}")).containsExactly(values[i]);
        }
    }
}
