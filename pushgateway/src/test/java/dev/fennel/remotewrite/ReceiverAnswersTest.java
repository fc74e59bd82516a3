package dev.fennel.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import dev.fennel.exposition.IncompleteMetricsException;
import dev.fennel.metrics.GaugeVec;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Exemplar;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.pushgateway.PushException;
import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Registry;
import dev.fennel.remotewrite.RemoteWrite.Version;
import dev.fennel.testsupport.SettableClock;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of the answers of receivers, and of what only looks like one. */
class ReceiverAnswersTest {
    private static final String SAMPLES = "X-Prometheus-Remote-Write-Samples-Written";
    private static final String HISTOGRAMS = "X-Prometheus-Remote-Write-Histograms-Written";

    private final SettableClock clock = new SettableClock(Instant.ofEpochMilli(1_700_000_000_000L));
    private final Registry registry = Registry.create();

    private RemoteWrite to(FakeReceiver receiver) {
        return new RemoteWrite(receiver.url(), "j", clock).gatherer(registry);
    }

    private void gauges(int number) {
        GaugeVec depth = GaugeVec.builder("queue.depth", "Jobs.", "queue").register(registry);
        for (int i = 0; i < number; i++) {
            depth.withLabelValues("q" + i).set(i);
        }
    }

    private static GatherResult nativeHistogram() {
        Desc desc = Desc.histogram("size", "");
        Metric histogram = ConstMetric.nativeHistogram(desc, 3, 6, 0, 0, 0, Map.of(0, 1L, 1, 1L, 2, 1L), Map.of())
                .withExemplars(
                        new Exemplar(Labels.EMPTY, 1, Instant.ofEpochMilli(30)),
                        new Exemplar(Labels.EMPTY, 3, Instant.ofEpochMilli(10)));
        return new GatherResult(List.of(new MetricFamily(desc, List.of(histogram))), List.of());
    }

    private static void answer(HttpExchange exchange, int status, String header, String value) throws IOException {
        exchange.getResponseHeaders().set(header, value);
        exchange.sendResponseHeaders(status, -1);
    }

    private static List<Boolean> versions2(FakeReceiver receiver) {
        return receiver.requests().stream().map(FakeReceiver.Request::version2).toList();
    }

    @Test
    void headerThatWouldBeZeroMayBeMissing() throws IOException {
        try (FakeReceiver receiver = new FakeReceiver(true).then(exchange -> answer(exchange, 200, HISTOGRAMS, "1"))) {
            assertThat(to(receiver).gatherer(() -> nativeHistogram()).push())
                    .isEqualTo(new RemoteWriteResult(1, 1, 0, 0, 1, 1, 2, 0));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"4", "999999999999999999"})
    void noMoreIsCountedThanWasSent(String number) throws IOException {
        gauges(3);
        try (FakeReceiver receiver = new FakeReceiver(true).then(exchange -> answer(exchange, 200, SAMPLES, number))) {
            assertThat(to(receiver).push().writtenSamples()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1e9", "99999999999999999999", "three", "0x3"})
    void numberThatIsNoneCountsAsZero(String number) throws IOException {
        gauges(3);
        try (FakeReceiver receiver = new FakeReceiver(true).then(exchange -> answer(exchange, 200, SAMPLES, number))) {
            assertThatExceptionOfType(RemoteWriteException.class)
                    .isThrownBy(() -> to(receiver).push())
                    .withMessageEndingWith("expected 3 samples to be written, got an answer that 0 were");
        }
    }

    @Test
    void exemplarsThatAreRefusedAreNoFailure() throws IOException {
        try (FakeReceiver receiver = new FakeReceiver(true).then(exchange -> {
            FakeReceiver.written(exchange, 0, 1);
            FakeReceiver.write(exchange, 400, "out of order exemplar");
        })) {
            assertThat(to(receiver).gatherer(() -> nativeHistogram()).push())
                    .isEqualTo(new RemoteWriteResult(1, 1, 0, 0, 1, 1, 2, 0));
        }
    }

    @Test
    void version1IsSentToAReceiverThatCallsVersion2ABadRequest() throws IOException {
        gauges(1);
        try (FakeReceiver receiver = new FakeReceiver(false).then(400, "unexpected content type")) {
            to(receiver).push();
            assertThat(versions2(receiver)).containsExactly(true, false);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 405, 413, 500})
    void otherRefusalsSayNothingOfTheVersion(int status) throws IOException {
        gauges(1);
        try (FakeReceiver receiver = new FakeReceiver(true).then(status, "no")) {
            RemoteWrite push = to(receiver);
            assertThatExceptionOfType(RemoteWriteException.class).isThrownBy(push::push);
            push.push();
            assertThat(versions2(receiver)).containsExactly(true, true);
        }
    }

    @Test
    void receiverThatKnowsVersion2IsNotSentVersion1BecauseOfAProxy() throws IOException {
        gauges(1);
        try (FakeReceiver receiver = new FakeReceiver(true)) {
            RemoteWrite push = to(receiver);
            push.push();
            receiver.then(200, "<html>Back soon!</html>").then(415, "no").then(400, "no");
            for (int i = 0; i < 3; i++) {
                assertThatExceptionOfType(RemoteWriteException.class).isThrownBy(push::push);
            }
            push.push();
            assertThat(versions2(receiver)).doesNotContain(false);
        }
    }

    /** Otherwise it would be sent once more what it has written. */
    @ParameterizedTest
    @ValueSource(ints = {400, 415})
    void receiverThatHasWrittenARequestIsNotSentVersion1ForAnother(int status) throws IOException {
        gauges(3);
        FakeReceiver receiver = new FakeReceiver(true).then(exchange -> {
            FakeReceiver.written(exchange, 1, 0);
            FakeReceiver.write(exchange, 200, "");
        });
        try (receiver) {
            receiver.then(status, "no");
            assertThatExceptionOfType(RemoteWriteException.class)
                    .isThrownBy(() -> to(receiver).samplesPerRequest(1).push());
            assertThat(versions2(receiver)).startsWith(true, true).doesNotContain(false);
        }
    }

    /** What could not be sent now could not be sent a moment later either. */
    @Test
    void connectionThatBreaksEndsThePush() throws IOException {
        gauges(3);
        FakeReceiver receiver = new FakeReceiver(true).then(exchange -> {
            throw new IOException("closes the connection");
        });
        try (receiver) {
            assertThatExceptionOfType(RemoteWriteException.class)
                    .isThrownBy(() -> to(receiver).samplesPerRequest(1).push())
                    .satisfies(e -> assertThat(e.result().writtenSamples()).isZero());
            assertThat(receiver.requests()).hasSize(1);
        }
    }

    @Test
    void versionIsTriedAgainIfTheReceiverAcceptedNeither() throws IOException {
        gauges(1);
        try (FakeReceiver receiver =
                new FakeReceiver(true).then(415, "only what I like").then(503, "not now")) {
            RemoteWrite push = to(receiver);
            assertThatExceptionOfType(RemoteWriteException.class)
                    .isThrownBy(push::push)
                    .withMessageContaining("got 503: not now")
                    .satisfies(e -> assertThat(e.getSuppressed())
                            .singleElement()
                            .isInstanceOfSatisfying(PushException.class, first -> assertThat(first.statusCode())
                                    .isEqualTo(415)));
            push.push();
            assertThat(versions2(receiver)).containsExactly(true, false, true);
        }
    }

    @Test
    void metricsThatCannotBeSentInVersion1SayWhyThatWasTried() throws IOException {
        gauges(1);
        Desc other = Desc.gauge("queue_depth", "");
        GatherResult clash =
                new GatherResult(List.of(new MetricFamily(other, List.of(ConstMetric.of(other, 1)))), List.of());
        try (FakeReceiver receiver = new FakeReceiver(false).then(415, "version 1 only")) {
            assertThatExceptionOfType(IncompleteMetricsException.class)
                    .isThrownBy(() -> to(receiver).gatherer(() -> clash).push())
                    .withMessageContaining("queue_depth")
                    .satisfies(e -> assertThat(e.getSuppressed())
                            .singleElement()
                            .asString()
                            .contains("version 1 only"));
        }
    }

    /** A receiver may have stored what it says it does not know. */
    @Test
    void version1HasATimeOfItsOwn() throws IOException {
        gauges(1);
        try (FakeReceiver receiver = new FakeReceiver(false)) {
            to(receiver).push();
            assertThat(receiver.series().get(0)).contains(" @1700000000000");
            assertThat(receiver.series().get(1)).contains(" @1700000000001");
        }
    }

    @Test
    void interruptIsTheCauseAndNothingElseIsSent() throws IOException {
        gauges(3);
        try (FakeReceiver receiver = new FakeReceiver(true)) {
            Thread.currentThread().interrupt();
            assertThatExceptionOfType(RemoteWriteException.class)
                    .isThrownBy(() -> to(receiver).samplesPerRequest(1).push())
                    .withCauseInstanceOf(InterruptedIOException.class);
            assertThat(Thread.interrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void hugeAnswerIsNotReadToItsEnd() throws IOException {
        gauges(1);
        byte[] part = new byte[1 << 16];
        try (FakeReceiver receiver = new FakeReceiver(true).then(exchange -> {
            exchange.sendResponseHeaders(500, 0);
            while (true) {
                exchange.getResponseBody().write(part);
            }
        })) {
            assertThatExceptionOfType(RemoteWriteException.class)
                    .isThrownBy(() -> to(receiver).push())
                    .withMessageContaining("got 500");
        }
    }

    @Test
    void redirectIsNotFollowed() throws IOException {
        gauges(1);
        try (FakeReceiver receiver =
                new FakeReceiver(true).then(exchange -> answer(exchange, 307, "Location", "http://127.0.0.1:1/"))) {
            assertThatExceptionOfType(RemoteWriteException.class)
                    .isThrownBy(() -> to(receiver).push())
                    .withMessageContaining("a redirect to \"http://127.0.0.1:1/\", which is not followed");
            assertThat(receiver.requests()).hasSize(1);
        }
    }

    @Test
    void tokenThatFailsAfterTheFirstRequestDoesNotHideWhatThatStored() throws IOException {
        gauges(2);
        AtomicInteger asked = new AtomicInteger();
        try (FakeReceiver receiver = new FakeReceiver(true)) {
            RemoteWrite push = to(receiver).samplesPerRequest(1).staleMarkers().bearerToken(() -> {
                if (asked.incrementAndGet() == 2) {
                    throw new IllegalStateException("no token");
                }
                return "t";
            });
            assertThatExceptionOfType(IllegalStateException.class).isThrownBy(push::push);
            registry.clear();
            push.push();
            assertThat(receiver.series())
                    .hasSizeGreaterThan(1)
                    .last()
                    .asString()
                    .contains("stale");
        }
    }

    @Test
    void requestSaysWhoSendsIt() throws IOException {
        gauges(1);
        try (FakeReceiver receiver = new FakeReceiver(true)) {
            to(receiver).version(Version.V2_0).push();
            assertThat(receiver.requests().get(0).headers().getFirst("User-Agent"))
                    .isNotBlank();
        }
    }
}
